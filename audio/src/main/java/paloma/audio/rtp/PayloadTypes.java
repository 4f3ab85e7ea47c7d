package paloma.audio.rtp;

/** The payload types of {@link L16} (RFC 3551, table 4). */
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

    private static final int STATIC_RATE = 44_100;

    private PayloadTypes() {}

    /** Returns the type of a format: 10 or 11 if they have it, else the first dynamic one. */
    public static int of(int rate, int channels) {
        if (says(L16_STEREO, rate, channels)) {
            return L16_STEREO;
        }
        return says(L16_MONO, rate, channels) ? L16_MONO : FIRST_DYNAMIC;
    }

    /** Returns whether a packet of this type may hold L16 of this format. */
    public static boolean says(int payloadType, int rate, int channels) {
        return switch (payloadType) {
            case L16_STEREO -> rate == STATIC_RATE && channels == 2;
            case L16_MONO -> rate == STATIC_RATE && channels == 1;
            default -> isDynamic(payloadType);
        };
    }

    public static boolean isDynamic(int payloadType) {
        return payloadType >= FIRST_DYNAMIC && payloadType <= LAST;
    }
}
