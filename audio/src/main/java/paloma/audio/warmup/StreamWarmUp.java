package paloma.audio.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.audio.receive.Player;
import paloma.audio.receive.ReceiveSettings;
import paloma.audio.receive.Stream;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.rtp.StreamFormat;

/**
 * Plays a few seconds of silence to nobody, with losses, before the first packet can come. A fresh JVM is slow: without this the
 * first packets would be played late.
 */
final class StreamWarmUp {
    private static final int SECONDS = 4;

    /** Of 44.1 kHz stereo; more takes longer and warms no more. */
    private static final int MAX_SAMPLES = SECONDS * 2 * 44_100;

    private StreamWarmUp() {}

    static void run(ReceiveSettings settings) {
        Stream stream = Stream.of(settings);
        stream.repairs(true);
        int rate = settings.format().rate();
        int packetFrames = ReceiveWarmUp.packetFrames(settings);
        int pullFrames = Player.blockFrames(rate, settings.depth());
        short[] block = new short[pullFrames * settings.format().channels()];
        short[] samples = new short[packetFrames * settings.format().channels()];
        long pulled = 0;
        int frames = Math.min(SECONDS * rate, MAX_SAMPLES / settings.format().channels());
        for (int n = 0; n * packetFrames < frames; n++) {
            long now = nanos((long) n * packetFrames, rate);
            if (n % ReceiveWarmUp.LOST_EVERY != 0) {
                take(stream, settings.wire(), n, samples, now);
            }
            ask(stream, now);
            for (; nanos(pulled, rate) < now; pulled += pullFrames) {
                stream.pull(block, pullFrames, nanos(pulled, rate), nanos(pulled, rate));
            }
        }
        stream.stats();
    }

    private static void take(Stream stream, StreamFormat wire, int n, short[] samples, long now) {
        int packetFrames = samples.length / wire.channels();
        ByteBuf datagram = Unpooled.buffer(ReceiveWarmUp.MAX_BYTES);
        RtpPacket.writeHeader(datagram, 10, false, n, n * packetFrames, 1);
        wire.encoding().write(samples, 0, samples.length, datagram);
        RtpPacket packet = RtpPacket.read(datagram);
        wire.encoding().read(packet.payload(), samples, 0, samples.length);
        stream.take(packet, samples, packetFrames, now);
    }

    private static void ask(Stream stream, long now) {
        int[] missing = stream.missing(now);
        if (missing.length > 0) {
            ByteBuf out = Unpooled.buffer(ReceiveWarmUp.MAX_BYTES);
            Rtcp.write(List.of(GenericNack.of(1, 2, missing)), out);
            Rtcp.read(out);
        }
        stream.wakeNanos(now);
    }

    private static long nanos(long frames, int rate) {
        return 1_000_000_000L + Math.round(frames * (1e9 / rate));
    }
}
