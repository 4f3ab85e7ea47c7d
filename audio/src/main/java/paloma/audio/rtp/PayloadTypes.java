package paloma.audio.rtp;

/** The payload types of {@link StreamFormat}s (RFC 3551, table 4). */
public final class PayloadTypes {
    /** 44,100 Hz, two channels. */
    public static final int L16_STEREO = 10;

    /** 44,100 Hz, one channel. */
    public static final int L16_MONO = 11;

    /** From here on a type means what both sides agreed on, such as by a session description. */
    public static final int FIRST_DYNAMIC = 96;

    public static final int LAST = 127;

    /** For packets that carry earlier sound again ({@link Redundancy}): dynamic, and agreed on between our programs. */
    public static final int REDUNDANCY = 121;

    /** For packets from which lost ones are restored ({@link Parity}): dynamic as well. */
    public static final int PARITY = 122;

    private static final StreamFormat STEREO = new StreamFormat(Encoding.L16, 44_100, 2);
    private static final StreamFormat MONO = new StreamFormat(Encoding.L16, 44_100, 1);

    private PayloadTypes() {}

    /** Returns the type of a format: 10 or 11 if they have it, else the first dynamic one. */
    public static int of(StreamFormat format) {
        if (format.equals(STEREO)) {
            return L16_STEREO;
        }
        return format.equals(MONO) ? L16_MONO : FIRST_DYNAMIC;
    }

    /** Returns what a type stands for without a word (RFC 3551), or null. */
    public static StreamFormat format(int payloadType) {
        if (payloadType == L16_STEREO) {
            return STEREO;
        }
        return payloadType == L16_MONO ? MONO : null;
    }

    /** Returns whether both sides may agree that packets of this type hold this format. */
    public static boolean mayMean(int payloadType, StreamFormat format) {
        return isDynamic(payloadType) || format.equals(format(payloadType));
    }

    public static boolean isDynamic(int payloadType) {
        return payloadType >= FIRST_DYNAMIC && payloadType <= LAST;
    }
}
