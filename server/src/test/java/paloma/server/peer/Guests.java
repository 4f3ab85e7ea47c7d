package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paloma.service.Departure;
import paloma.service.Peer;
import paloma.service.PeerService;

/** A service that notes what it is told of its peers, each by a number, and does what they say. */
public final class Guests implements PeerService {
    private final Map<Peer, Integer> numbers = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean inCall;

    @Override
    public void arrived(Peer peer) {
        numbers.put(peer, numbers.size());
        note(peer, "arrived");
        peer.send("welcome");
    }

    @Override
    public void received(Peer peer, ByteBuf line) {
        String text = line.toString(StandardCharsets.UTF_8);
        assertAlone();
        inCall = true;
        note(peer, "said " + text);
        obey(peer, text);
        inCall = false;
    }

    @Override
    public void departed(Peer peer, Departure departure) {
        assertAlone();
        note(peer, departure.toString());
        if (peer.send("too late")) {
            note(peer, "heard something behind his departure");
        }
    }

    /** Sends a text to everybody who ever came. */
    public void sendAll(String text) {
        List.copyOf(numbers.keySet()).forEach(peer -> peer.send(text));
    }

    /** Returns what it was told since this was called last. */
    public List<String> told() {
        synchronized (told) {
            List<String> all = List.copyOf(told);
            told.clear();
            return all;
        }
    }

    public Peer peer(int number) {
        return List.copyOf(numbers.keySet()).get(number);
    }

    private void obey(Peer peer, String text) {
        switch (text) {
            case "bye" -> {
                peer.send("good-bye");
                peer.dismiss();
            }
            case "fail" -> {
                inCall = false;
                throw new IllegalStateException("a guest broke a glass");
            }
            case "flood" -> {
                while (peer.send("x".repeat(999))) {}
            }
            default -> peer.send(text);
        }
    }

    private void note(Peer peer, String what) {
        told.add(numbers.get(peer) + " " + what);
    }

    /** Nobody is told of a departure within the call for a line. */
    private void assertAlone() {
        if (inCall) {
            throw new IllegalStateException("called within a call");
        }
    }
}
