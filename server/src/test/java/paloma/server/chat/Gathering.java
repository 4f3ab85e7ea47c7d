package paloma.server.chat;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import paloma.server.config.ChatSettings;
import paloma.service.Departure;
import paloma.service.Peer;
import paloma.service.PeerService;
import paloma.service.testing.FakePeer;

/** A chat and those in it, with a clock turned by hand; it begins shortly before the nanoseconds overflow. */
final class Gathering implements PeerService {
    private static final long UNIX_MILLIS = 1_795_000_007_000L; // 2026-11-18T11:06:47Z

    final Chat chat;
    private final long startNanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5);
    private final List<FakePeer> arrivals = new ArrayList<>();
    private long elapsedNanos;

    Gathering(int rooms, int members) {
        chat = new Chat(new ChatSettings(rooms, members), startNanos);
    }

    static Gathering open() {
        return new Gathering(ChatSettings.ROOMS, ChatSettings.MEMBERS);
    }

    /** @param literal an address without a name */
    static SocketAddress host(String literal) {
        return new InetSocketAddress(literal, 4_711);
    }

    FakePeer arrival() {
        return arrival(host("192.0.2.1"));
    }

    FakePeer arrival(SocketAddress address) {
        FakePeer peer = FakePeer.of(this).at(address);
        arrivals.add(peer);
        arrived(peer);
        return peer;
    }

    /** Lets somebody arrive and take a name; what anybody has heard until then is forgotten. */
    FakePeer named(String name) {
        return named(name, host("192.0.2.1"));
    }

    FakePeer named(String name, SocketAddress address) {
        FakePeer peer = arrival(address);
        type(peer, "/name " + name);
        arrivals.forEach(FakePeer::heard);
        return peer;
    }

    void type(FakePeer peer, String line) {
        type(peer, line.getBytes(StandardCharsets.UTF_8));
    }

    void type(FakePeer peer, byte[] line) {
        done(() -> peer.says(line));
    }

    void goes(FakePeer peer, Departure departure) {
        done(() -> peer.departs(departure));
    }

    void pass(long millis) {
        elapsedNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Returns all lines since the last call, without their ends, which each of them has. */
    List<String> heard(FakePeer peer) {
        return peer.heard().stream()
                .map(line -> line.endsWith("\n") ? line.substring(0, line.length() - 1) : line + "(no end)")
                .toList();
    }

    @Override
    public void arrived(Peer peer) {
        chat.arrived(peer, now());
    }

    @Override
    public void received(Peer peer, ByteBuf line) {
        chat.received(peer, line, now());
    }

    @Override
    public void departed(Peer peer, Departure departure) {
        chat.departed(peer, departure, now());
    }

    private Moment now() {
        return new Moment(startNanos + elapsedNanos, UNIX_MILLIS + TimeUnit.NANOSECONDS.toMillis(elapsedNanos));
    }

    private interface Act {
        Object act() throws Exception;
    }

    private static void done(Act act) {
        try {
            act.act();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
