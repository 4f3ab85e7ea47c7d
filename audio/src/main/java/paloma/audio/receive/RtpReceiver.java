package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import paloma.audio.net.Addresses;
import paloma.audio.program.Notices;
import paloma.audio.program.WireFormat;
import paloma.audio.rtp.Muxed;
import paloma.audio.rtp.Parity;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.Redundancy;
import paloma.audio.rtp.RtpPacket;

/** Receives sound: one sender's, until it is silent; everything else is counted and dropped. */
public final class RtpReceiver {
    private static final int MAX_FRAMES = WireFormat.MAX_CHUNK_FRAMES;

    private final ReceiveSettings settings;
    private final Counts counts;
    private final Feedback feedback;
    private final SourceSelector selector;
    private final FormatWatch watch;
    private final BareSamples bareSamples;
    private final WireWatch wireWatch = new WireWatch();
    private final LongSupplier clock;
    private final short[] samples;

    /**
     * Who is heard, and its sound.
     *
     * @param earlier of the streams before
     */
    public record Source(
            InetSocketAddress address, int ssrc, Stream stream, FecDecoder fecDecoder, StreamStats earlier) {
        Source at(InetSocketAddress other) {
            return new Source(other, ssrc, stream, fecDecoder, earlier);
        }

        /** Returns the statistics of all streams up to this one. */
        StreamStats session() {
            return earlier.plus(stream.stats());
        }
    }

    /**
     * @param streams makes one for each sender that is heard
     * @param notices woken when somebody comes or leaves
     */
    public RtpReceiver(
            ReceiveSettings settings, Counts counts, Supplier<Stream> streams, Feedback feedback, Notices notices) {
        this(settings, counts, streams, feedback, notices, System::nanoTime);
    }

    RtpReceiver(
            ReceiveSettings settings,
            Counts counts,
            Supplier<Stream> streams,
            Feedback feedback,
            Notices notices,
            LongSupplier clock) {
        this.settings = settings;
        this.counts = counts;
        this.feedback = feedback;
        this.selector = new SourceSelector(streams, counts, feedback, notices);
        this.watch = new FormatWatch(counts, settings, notices);
        this.bareSamples = new BareSamples(settings, counts, selector, watch);
        this.clock = clock;
        this.samples = new short[MAX_FRAMES * settings.format().channels()];
    }

    FormatWatch watch() {
        return watch;
    }

    /** Returns who is heard now, or was last, or null. Any thread. */
    Source source() {
        return selector.source();
    }

    /** Returns what was said about senders whose format was not agreed on. Any thread. */
    List<String> otherFormats() {
        return watch.sentences();
    }

    /** Called four times a second on the event loop, so that it is known when that stood still. */
    void beat() {
        selector.beat(clock.getAsLong());
    }

    /** Returns what that one does. Any thread. */
    Presence presence() {
        return selector.presence(clock.getAsLong());
    }

    /** Called with a datagram, which is lent. On the event loop. */
    public void take(DatagramPacket datagram) {
        long now = clock.getAsLong();
        if (settings.only() != null && !settings.only().equals(datagram.sender().getAddress())) {
            counts.foreign++;
        } else if (settings.raw()) {
            bareSamples.take(datagram, now);
        } else if (settings.muxed() && Muxed.of(datagram.content()) == Muxed.RTCP) {
            feedback.take(datagram);
        } else {
            takeRtp(datagram, now);
        }
    }

    private void takeRtp(DatagramPacket datagram, long now) {
        SoundPacket packet = SoundPacket.read(datagram, settings.payloadType(), now);
        if (packet == null) {
            counts.malformed++;
            sayIfItIsBare(datagram, now);
        } else if (!packet.sound().isReadable()) {
            counts.malformed++;
        } else if (packet.payloadType() == PayloadTypes.PARITY && !isOurs(PayloadTypes.PARITY)) {
            takeParity(datagram, packet, now);
        } else {
            int frames = isOurs(packet.payloadType()) ? settings.wire().frames(packet.sound()) : 0;
            watch.admit(packet, frames > MAX_FRAMES ? 0 : frames).forEach(this::play);
        }
    }

    private void sayIfItIsBare(DatagramPacket datagram, long now) {
        if (watch.isAlone(now) && wireWatch.goesOn(datagram.sender(), now)) {
            watch.say(
                    datagram.sender(),
                    -1,
                    Addresses.text(datagram.sender()) + " sends datagrams of "
                            + datagram.content().readableBytes()
                            + " bytes that are no RTP; if they are bare samples, receive with --wire raw.");
        }
    }

    private void play(SoundPacket sound) {
        RtpPacket packet = sound.packet();
        long now = sound.arrivalNanos();
        if (!selector.hears(sound.from(), packet, now)) {
            counts.foreign++;
            return;
        }
        watch.played(sound);
        if (!source().stream().continues(packet, now)) {
            if (source().stream().isStray(packet)) {
                counts.malformed++;
                return;
            }
            selector.begin(sound.from(), packet.ssrc(), now);
        }
        feedback.came(sound.whole().readableBytes(), now);
        source().fecDecoder().came(packet.sequence(), sound.whole());
        recover(now);
        takeSound(packet, sound.sound(), now);
        for (Redundancy.Block block : sound.earlier()) {
            int frames = isOurs(block.payloadType()) ? read(block.payload()) : 0;
            if (frames > 0) {
                source().stream().takeAgain(block.timestampOffset(), packet, samples, frames, now);
            }
        }
    }

    private void takeParity(DatagramPacket datagram, SoundPacket packet, long now) {
        Parity parity = Parity.read(datagram.content());
        Source source = source();
        if (parity == null && source == null) {
            watch.admit(packet, 0); // nobody has said that this type is parity
        } else if (parity == null) {
            counts.malformed++;
        } else if (source == null || !source.address().equals(datagram.sender())) {
            counts.foreign++;
        } else if (source.fecDecoder().take(parity)) {
            source.stream().parity(parity.first(), parity.columns());
            recover(now);
            feedback.turn();
        }
    }

    private void recover(long now) {
        FecDecoder fecDecoder = source().fecDecoder();
        for (ByteBuf made = fecDecoder.poll(); made != null; made = fecDecoder.poll()) {
            RtpPacket packet = RtpPacket.read(made);
            boolean isSound = packet != null
                    && isOurs(packet.payloadType())
                    && source().stream().continues(packet, now);
            int frames = isSound ? read(packet.payload()) : 0;
            if (frames > 0) {
                source().stream().takeRecovered(packet, samples, frames, now);
            } else {
                counts.malformed++;
            }
        }
    }

    private boolean isOurs(int payloadType) {
        return payloadType == settings.payloadType();
    }

    private void takeSound(RtpPacket packet, ByteBuf payload, long now) {
        int frames = read(payload);
        if (frames > 0) {
            if (source().stream().take(packet, samples, frames, now)) {
                feedback.turn();
            } else {
                feedback.goesOn(now);
            }
        } else {
            counts.malformed++;
        }
    }

    private int read(ByteBuf payload) {
        int frames = settings.wire().frames(payload);
        if (frames <= 0 || frames > MAX_FRAMES) {
            return 0;
        }
        settings.wire()
                .encoding()
                .read(payload, samples, 0, frames * settings.wire().channels());
        return frames;
    }
}
