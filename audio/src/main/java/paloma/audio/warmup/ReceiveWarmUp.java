package paloma.audio.warmup;

import io.netty.channel.EventLoop;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Lifetime;
import paloma.audio.receive.ReceiveSettings;

/** Warms a receiver up: first its playing side, then the way of a packet from its socket. */
public final class ReceiveWarmUp {
    private ReceiveWarmUp() {}

    /** Not on an event loop. */
    public static void run(ReceiveSettings settings, EventLoop loop, Lifetime lifetime)
            throws UnusableException, InterruptedException {
        StreamWarmUp.run(settings);
        SocketWarmUp.run(settings, loop, lifetime);
    }
}
