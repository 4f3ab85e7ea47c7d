package paloma.audio.receive;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import paloma.audio.rtp.Encoding;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.StreamFormat;

/** Says what packets hold that were not agreed on, as far as it can be told, and how to hear them. */
final class FormatGuess {
    /** What is not known of a rate by then stays unknown. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** How far off a measured rate may be: less than half of what lies between 44.1 and 48 kHz. */
    private static final double RATE_TOLERANCE = 0.04;

    /** Of the frames that both can have, L24 has those of two channels and of six and more, L16 those of six: the usual ones. */
    private static final int L24_STEREO_BYTES = 6;

    private static final int L24_SURROUND_BYTES = 18;

    /** Names of what RFC 3551, tables 4 and 5, has for a type, L16 apart. */
    private static final Map<Integer, String> STATIC = Map.ofEntries(
            Map.entry(0, "PCMU"),
            Map.entry(3, "GSM"),
            Map.entry(4, "G723"),
            Map.entry(5, "DVI4"),
            Map.entry(6, "DVI4"),
            Map.entry(7, "LPC"),
            Map.entry(8, "PCMA"),
            Map.entry(9, "G722"),
            Map.entry(12, "QCELP"),
            Map.entry(13, "comfort noise"),
            Map.entry(14, "MPEG audio"),
            Map.entry(15, "G728"),
            Map.entry(16, "DVI4"),
            Map.entry(17, "DVI4"),
            Map.entry(18, "G729"),
            Map.entry(26, "JPEG pictures"),
            Map.entry(31, "H261 video"),
            Map.entry(32, "MPEG video"),
            Map.entry(33, "MP2T"),
            Map.entry(34, "H263 video"));

    private final int payloadType;
    private final Measured measured;
    private final int rate;
    private final Encoding encoding;
    private final StreamFormat format;

    FormatGuess(int payloadType, Measured measured) {
        this.payloadType = payloadType;
        this.measured = measured;
        this.rate = UsualRate.closest(measured.framesASecond(), RATE_TOLERANCE);
        this.encoding = STATIC.containsKey(payloadType) ? null : encoding(measured.frameBytes());
        this.format = format();
    }

    private StreamFormat format() {
        StreamFormat byNumber = PayloadTypes.format(payloadType);
        if (byNumber != null && measured.frameBytes() == byNumber.frameBytes() && rate == byNumber.rate()) {
            return byNumber;
        }
        int channels = encoding == null ? 0 : measured.frameBytes() / encoding.sampleBytes();
        boolean isKnown = rate > 0 && channels > 0 && channels <= StreamFormat.MAX_CHANNELS;
        return isKnown ? new StreamFormat(encoding, rate, channels) : null;
    }

    /** Returns whether the next seconds will tell no more. */
    boolean isReady() {
        return format != null || encoding == null || measured.lastedNanos() >= PATIENCE_NANOS;
    }

    /** Returns the sentence about a sender, which begins with its address. */
    String sentence(String address) {
        return address + " sends payload type " + payloadType + ", " + size() + ", " + what()
                + ", which was not agreed on; " + advice() + ".";
    }

    private String size() {
        if (measured.leastBytes() == measured.mostBytes()) {
            return measured.mostBytes() + " bytes "
                    + (measured.step() > 0 ? "every " + measured.step() + " frames" : "a packet");
        }
        String bytes = measured.leastBytes() + " to " + measured.mostBytes() + " bytes a packet";
        return measured.frameBytes() > 0 ? bytes + ", " + measured.frameBytes() + " a frame" : bytes;
    }

    private String what() {
        if (STATIC.containsKey(payloadType)) {
            return "by its number " + STATIC.get(payloadType);
        }
        if (format != null) {
            return "probably " + format.encoding() + " at " + format.pcm();
        }
        if (isSealed()) {
            return "probably sealed (SRTP)";
        }
        if (encoding != null) {
            return "probably " + encoding + ", at a rate that cannot be told";
        }
        return measured.step() > 0 ? "neither L16 nor L24" : "of a format that cannot be told";
    }

    private String advice() {
        if (format != null) {
            boolean said = payloadType == PayloadTypes.of(format);
            return "receive with --format " + format + (said ? "" : " --payload-type " + payloadType)
                    + " or with its SDP";
        }
        if (isSealed()) {
            return "receive with its key (--key-file FILE, or its SDP)";
        }
        boolean isOther = encoding == null && (measured.step() > 0 || STATIC.containsKey(payloadType));
        return isOther ? "let it send L16 or L24" : "receive with its SDP (--sdp FILE)";
    }

    private boolean isSealed() {
        return encoding == null && measured.isSealed();
    }

    /** PCM has the same whole number of bytes for each frame. */
    private static Encoding encoding(int frameBytes) {
        boolean isL24 = frameBytes > 0 && frameBytes % Encoding.L24.sampleBytes() == 0;
        boolean isL16 = frameBytes > 0 && frameBytes % Encoding.L16.sampleBytes() == 0;
        if (isL24 && isL16) {
            return frameBytes == L24_STEREO_BYTES || frameBytes >= L24_SURROUND_BYTES ? Encoding.L24 : Encoding.L16;
        }
        if (isL16) {
            return Encoding.L16;
        }
        return isL24 ? Encoding.L24 : null;
    }
}
