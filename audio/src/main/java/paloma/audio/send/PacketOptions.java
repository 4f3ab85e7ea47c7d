package paloma.audio.send;

import paloma.audio.pcm.UnusableException;
import paloma.audio.program.WireFormat;
import paloma.audio.program.WireOptions;
import paloma.audio.rtp.Parity;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.Redundancy;
import paloma.audio.rtp.StreamFormat;
import picocli.CommandLine.Option;

/** Options for how much sound a packet has, and what is sent besides against losses. */
final class PacketOptions {
    /** Shorter chunks cost more than they save: 0.7 ms at 44.1 kHz. */
    private static final int MIN_CHUNK_FRAMES = 32;

    /** Leaves room for headers in the largest datagram. */
    private static final int MAX_SOUND_BYTES = 60_000;

    /** The chunk at 44.1 and 48 kHz is doubled from this rate on, and halved below a quarter of it. */
    private static final int DOUBLE_RATE = 64_000;

    private static final int PACKET_BYTES = 1_200;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Frames that are read at a time (default: about " + WireFormat.CHUNK_FRAMES
                    + ", at other rates than 44.1 and 48 kHz about as long).")
    private Integer frames;

    @Option(
            names = "--packet-bytes",
            paramLabel = "N",
            description = "Maximum bytes of sound in an RTP packet (default: " + PACKET_BYTES + ").")
    private Integer packetBytes;

    @Option(
            names = "--packet-time",
            paramLabel = "MS",
            description = "Milliseconds of sound in an RTP packet, such as 1 or 0.125 for AES67.")
    private Double packetTime;

    @Option(
            names = "--redundancy",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Each packet also carries the sound of N packets before (RFC 2198): twice the bytes, for round trips too long to request lost packets (default: ${DEFAULT-VALUE}).")
    private int redundancy;

    @Option(
            names = "--fec",
            paramLabel = "auto|off|N",
            defaultValue = "auto",
            description =
                    "After every N packets one of parity, from which any one of them can be restored (RFC 8627); auto: after every 4, if a paloma receiver loses packets and has no time to request them twice (default: ${DEFAULT-VALUE}).")
    private String fec;

    @Option(names = "--no-repair", description = "Answers no requests for lost packets.")
    private boolean noRepair;

    /**
     * How sound is cut.
     *
     * @param chunk frames that are read at a time
     * @param packet frames of a packet
     */
    record Cut(int chunk, int packet) {}

    static int within(String option, int value, int least, int most) throws UnusableException {
        if (value < least || value > most) {
            throw new UnusableException(option + " is from " + least + " to " + most + ", not " + value + ".");
        }
        return value;
    }

    /** Refuses what is said of packets if there are none. */
    void check(WireOptions wire) throws UnusableException {
        wire.refuseBesideRaw("--packet-bytes", packetBytes != null);
        wire.refuseBesideRaw("--packet-time", packetTime != null);
        wire.refuseBesideRaw("--redundancy", redundancy != 0);
    }

    /** Returns how sound is cut into datagrams of bare samples, a chunk each. */
    Cut bare(StreamFormat format) throws UnusableException {
        int chunk = chunk(WireFormat.CHUNK_FRAMES);
        if (chunk * format.frameBytes() > MAX_SOUND_BYTES) {
            throw new UnusableException("A datagram holds at most " + MAX_SOUND_BYTES / format.frameBytes()
                    + " frames of this format, not " + chunk + "; choose another --frames.");
        }
        return new Cut(chunk, chunk);
    }

    /**
     * Returns how sound is cut into packets of one size.
     *
     * @param describedMillis what a session description says of it, 0 if nothing
     */
    Cut cut(StreamFormat format, double describedMillis) throws UnusableException {
        boolean isDescribed = packetTime == null && packetBytes == null && describedMillis > 0;
        if (packetTime != null || isDescribed) {
            return exact(format, isDescribed ? describedMillis : packetTime);
        }
        int most = packetBytes == null ? PACKET_BYTES : packetBytes;
        checkPacket(format, most);
        int bytes = redundancy() > 0 ? Math.min(most / 2, Redundancy.MAX_BLOCK_BYTES) : most;
        int chunk = chunk(about(format.rate()));
        if (frames != null) {
            return new Cut(chunk, SendSettings.packetFrames(chunk, format.frameBytes(), bytes));
        }
        int mostFrames = Math.max(1, bytes / format.frameBytes());
        int packets = (chunk + mostFrames - 1) / mostFrames;
        return new Cut(chunk / packets * packets, chunk / packets);
    }

    private Cut exact(StreamFormat format, double millis) throws UnusableException {
        long packet = Math.round(millis / 1e3 * format.rate());
        checkPacket(format, packet * format.frameBytes());
        if (redundancy() > 0 && packet * format.frameBytes() > Redundancy.MAX_BLOCK_BYTES) {
            throw new UnusableException("--redundancy repeats at most " + Redundancy.MAX_BLOCK_BYTES
                    + " bytes; choose a shorter --packet-time.");
        }
        int chunk = chunk(about(format.rate()));
        int whole = (int) (Math.max(1, Math.round((double) chunk / packet)) * packet);
        return new Cut(frames != null ? chunk : whole, (int) packet);
    }

    private static void checkPacket(StreamFormat format, long bytes) throws UnusableException {
        long most = Math.min(MAX_SOUND_BYTES, (long) WireFormat.MAX_CHUNK_FRAMES * format.frameBytes());
        if (bytes < format.frameBytes() || bytes > most) {
            throw new UnusableException("A packet holds from 1 frame to " + most
                    + " bytes; choose another --packet-bytes or --packet-time.");
        }
    }

    private int chunk(int unsaid) throws UnusableException {
        return frames == null ? unsaid : within("--frames", frames, MIN_CHUNK_FRAMES, WireFormat.MAX_CHUNK_FRAMES);
    }

    private static int about(int rate) {
        int chunk = WireFormat.CHUNK_FRAMES;
        for (int high = rate; high >= DOUBLE_RATE; high /= 2) {
            chunk *= 2;
        }
        for (int low = rate; low < DOUBLE_RATE / 2; low *= 2) {
            chunk /= 2;
        }
        return chunk;
    }

    int redundancy() throws UnusableException {
        return within("--redundancy", redundancy, 0, Redundancy.MAX_EARLIER);
    }

    boolean repairs() {
        return !noRepair;
    }

    /** @param payloadType of the sound, which may have taken the number that parity or repeated sound would have */
    Fec fec(boolean raw, int payloadType) throws UnusableException {
        Fec said = Fec.of(fec);
        if (said == null) {
            throw new UnusableException("--fec is auto, off or from " + Fec.MIN_COLUMNS + " to " + Parity.MAX_COLUMNS
                    + ", not " + fec + ".");
        }
        if (said.always() && (raw || redundancy > 0)) {
            throw new UnusableException("--fec " + fec + " is not for " + (raw ? "--wire raw" : "--redundancy")
                    + "; leave one of them out.");
        }
        if ((said.always() && payloadType == PayloadTypes.PARITY)
                || (redundancy > 0 && payloadType == PayloadTypes.REDUNDANCY)) {
            throw new UnusableException(
                    "Payload type " + payloadType
                            + " is that of the sound, so --fec and --redundancy cannot have it; choose another --payload-type.");
        }
        boolean mayChoose = !raw && !noRepair && redundancy == 0 && payloadType != PayloadTypes.PARITY;
        return said.always() || mayChoose ? said : Fec.OFF;
    }
}
