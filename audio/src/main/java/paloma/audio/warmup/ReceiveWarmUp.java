package paloma.audio.warmup;

import io.netty.channel.EventLoop;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Lifetime;
import paloma.audio.receive.ReceiveSettings;

/** Warms a receiver up: first its playing side, then a packet's way from the socket. */
public final class ReceiveWarmUp {
    private static final int PACKET_FRAMES = 256;
    private static final int SOUND_BYTES = 1_200;

    /** One packet in so many is lost, so that repairs are warm as well. */
    static final int LOST_EVERY = 23;

    /** The MTU of Ethernet; no packet is longer. */
    static final int MAX_BYTES = 1_500;

    private ReceiveWarmUp() {}

    /** Returns how many frames a packet has that fits the MTU. */
    static int packetFrames(ReceiveSettings settings) {
        return Math.min(PACKET_FRAMES, SOUND_BYTES / settings.wire().frameBytes());
    }

    /** Not on an event loop. */
    public static void run(ReceiveSettings settings, EventLoop loop, Lifetime lifetime)
            throws UnusableException, InterruptedException {
        StreamWarmUp.run(settings);
        SocketWarmUp.run(settings, loop, lifetime);
    }
}
