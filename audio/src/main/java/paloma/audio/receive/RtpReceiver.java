package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import paloma.audio.rtp.L16;
import paloma.audio.rtp.Muxed;
import paloma.audio.rtp.Parity;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.Redundancy;
import paloma.audio.rtp.RtpPacket;

/** Takes what comes to the port for sound: one sender's, until it is silent; all else is counted and dropped. */
public final class RtpReceiver {
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** So long at least a sender is silent that is started anew; another SSRC before that is forged. */
    private static final long RESTART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int MAX_FRAMES = 16_384;

    private final ReceiveSettings settings;
    private final Counts counts;
    private final StreamFactory streams;
    private final Feedback feedback;
    private final LongSupplier clock;
    private final short[] samples;
    private volatile Source source;
    private FecDecoder fecDecoder;

    /** Who is heard. */
    public record Source(InetSocketAddress address, int ssrc, Stream stream, long[] heard) {
        long heardNanos() {
            return heard[0];
        }
    }

    public interface StreamFactory {
        Stream make();
    }

    public RtpReceiver(ReceiveSettings settings, Counts counts, StreamFactory streams, Feedback feedback) {
        this(settings, counts, streams, feedback, System::nanoTime);
    }

    RtpReceiver(ReceiveSettings settings, Counts counts, StreamFactory streams, Feedback feedback, LongSupplier clock) {
        this.settings = settings;
        this.counts = counts;
        this.streams = streams;
        this.feedback = feedback;
        this.clock = clock;
        this.samples = new short[MAX_FRAMES * settings.format().channels()];
    }

    /** Returns who is heard now, or null. Any thread. */
    Source source() {
        return source;
    }

    /** Takes a datagram that is lent. On the event loop. */
    public void take(DatagramPacket datagram) {
        long now = clock.getAsLong();
        if (settings.only() != null && !settings.only().equals(datagram.sender().getAddress())) {
            counts.foreign++;
        } else if (settings.raw()) {
            takeRaw(datagram, now);
        } else if (settings.muxed() && Muxed.of(datagram.content()) == Muxed.RTCP) {
            feedback.take(datagram);
        } else {
            takeRtp(datagram, now);
        }
    }

    private void takeRaw(DatagramPacket datagram, long now) {
        ByteBuf in = datagram.content();
        int frames = L16.frames(in, settings.format().channels());
        if (frames <= 0 || frames > MAX_FRAMES) {
            counts.malformed++;
            return;
        }
        if (!isHeard(datagram.sender(), 0, now)) {
            counts.foreign++;
            return;
        }
        for (int i = 0; i < frames * settings.format().channels(); i++) {
            samples[i] = in.readShortLE();
        }
        source.stream().takeNext(samples, frames, now);
    }

    private void takeRtp(DatagramPacket datagram, long now) {
        RtpPacket packet = RtpPacket.read(datagram.content());
        if (packet == null) {
            counts.malformed++;
            return;
        }
        if (packet.payloadType() == PayloadTypes.PARITY) {
            takeParity(datagram, now);
            return;
        }
        boolean redundant = packet.payloadType() == PayloadTypes.REDUNDANCY;
        if (!redundant && !isOurs(packet.payloadType())) {
            counts.otherFormat++;
            return;
        }
        if (!isHeard(datagram.sender(), packet.ssrc(), now)) {
            counts.foreign++;
            return;
        }
        if (!source.stream().continues(packet)) {
            begin(datagram.sender(), packet.ssrc(), now);
        }
        fecDecoder.came(packet.sequence(), datagram.content());
        recover(now);
        if (redundant) {
            takeRedundant(packet, now);
        } else {
            takeSound(packet, packet.payload(), now);
        }
    }

    private void takeParity(DatagramPacket datagram, long now) {
        Parity parity = Parity.read(datagram.content());
        if (parity == null) {
            counts.malformed++;
        } else if (source == null || !source.address().equals(datagram.sender())) {
            counts.foreign++;
        } else if (fecDecoder.take(parity)) {
            source.stream().parity(parity.first(), parity.columns());
            recover(now);
            feedback.turn();
        }
    }

    private void recover(long now) {
        for (ByteBuf made = fecDecoder.poll(); made != null; made = fecDecoder.poll()) {
            RtpPacket packet = RtpPacket.read(made);
            boolean isSound = packet != null
                    && isOurs(packet.payloadType())
                    && source.stream().continues(packet);
            int frames = isSound ? read(packet.payload()) : 0;
            if (frames > 0) {
                source.stream().takeRecovered(packet, samples, frames, now);
            } else {
                counts.malformed++;
            }
        }
    }

    private boolean isOurs(int payloadType) {
        return settings.payloadType() >= 0
                ? payloadType == settings.payloadType()
                : PayloadTypes.says(
                        payloadType, settings.format().rate(), settings.format().channels());
    }

    private void takeSound(RtpPacket packet, ByteBuf payload, long now) {
        int frames = read(payload);
        if (frames > 0) {
            if (source.stream().take(packet, samples, frames, now)) {
                feedback.turn();
            }
        } else {
            counts.malformed++;
        }
    }

    private void takeRedundant(RtpPacket packet, long now) {
        Redundancy all = Redundancy.read(packet.payload());
        if (all == null) {
            counts.malformed++;
            return;
        }
        takeSound(packet, all.primary(), now);
        for (Redundancy.Block block : all.earlier()) {
            int frames = read(block.payload());
            if (frames > 0) {
                source.stream().takeAgain(block.timestampOffset(), packet, samples, frames, now);
            }
        }
    }

    private int read(ByteBuf payload) {
        int frames = L16.frames(payload, settings.format().channels());
        if (frames <= 0 || frames > MAX_FRAMES) {
            return 0;
        }
        L16.read(payload, samples, 0, frames * settings.format().channels());
        return frames;
    }

    /** First come stays until it is silent; one that begins anew at the same address is waited for less long. */
    private boolean isHeard(InetSocketAddress sender, int ssrc, long now) {
        Source present = source;
        boolean sameAddress = present != null && present.address().equals(sender);
        if (sameAddress && present.ssrc() == ssrc) {
            present.heard()[0] = now;
            return true;
        }
        if (present == null || now - present.heardNanos() > (sameAddress ? RESTART_NANOS : SILENT_NANOS)) {
            begin(sender, ssrc, now);
            return true;
        }
        return false;
    }

    private void begin(InetSocketAddress sender, int ssrc, long now) {
        Stream stream = streams.make();
        source = new Source(sender, ssrc, stream, new long[] {now});
        fecDecoder = new FecDecoder(ssrc, counts);
        counts.streams++;
        feedback.begin(source);
    }
}
