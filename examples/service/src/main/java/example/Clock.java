package example;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import paloma.service.Departure;
import paloma.service.Peer;
import paloma.service.PeerService;
import paloma.service.ServiceName;

/** Tells the time each second to everybody who has come, until he says "stop" or is gone. */
@ServiceName(value = "clock", port = 9001)
public final class Clock implements PeerService {
    final Set<Peer> listeners = ConcurrentHashMap.newKeySet();

    /** Starts a timer, on a daemon thread, which does not keep the server from ending. */
    public Clock() {
        TimerTask tick = new TimerTask() {
            @Override
            public void run() {
                tell(Instant.now());
            }
        };
        new Timer("clock", true).scheduleAtFixedRate(tick, 0, 1_000);
    }

    void tell(Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS) + "\n";
        listeners.forEach(listener -> listener.send(time));
    }

    @Override
    public void arrived(Peer peer) {
        listeners.add(peer);
    }

    @Override
    public void received(Peer peer, ByteBuf line) {
        if (line.toString(StandardCharsets.UTF_8).equals("stop")) {
            peer.dismiss();
        } else {
            peer.send("I tell the time, until you send: stop\n");
        }
    }

    @Override
    public void departed(Peer peer, Departure departure) {
        listeners.remove(peer);
    }
}
