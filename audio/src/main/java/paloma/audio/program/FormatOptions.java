package paloma.audio.program;

import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.rtp.PayloadTypes;
import picocli.CommandLine.Option;

/** Options for the format: rate, channels, and their RTP payload type. */
public final class FormatOptions {
    private static final int MIN_RATE = 8_000;
    private static final int MAX_RATE = 192_000;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            defaultValue = "44100",
            description = "Frames per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "2",
            description = "1 or 2 (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--payload-type",
            paramLabel = "N",
            description =
                    "RTP payload type, from 96 to 127 but not 121 or 122 (default: 10 or 11 if rate and channels are"
                            + " theirs; else 96 is sent and any is played).")
    private Integer payloadType;

    public PcmFormat format() throws UnusableException {
        if (rate < MIN_RATE || rate > MAX_RATE) {
            throw new UnusableException("--rate is from " + MIN_RATE + " to " + MAX_RATE + ", not " + rate + ".");
        }
        if (channels != 1 && channels != 2) {
            throw new UnusableException("--channels is 1 or 2, not " + channels + ".");
        }
        return new PcmFormat(rate, channels);
    }

    /** Returns the payload type to send. */
    public int payloadType() throws UnusableException {
        return payloadTypeOr(PayloadTypes.of(rate, channels));
    }

    /** Returns the payload type that was given, or {@code unsaid}. */
    public int payloadTypeOr(int unsaid) throws UnusableException {
        if (payloadType == null) {
            return unsaid;
        }
        boolean isTaken = payloadType == PayloadTypes.REDUNDANCY || payloadType == PayloadTypes.PARITY;
        if (isTaken || !PayloadTypes.says(payloadType, rate, channels)) {
            throw new UnusableException("--payload-type is from " + PayloadTypes.FIRST_DYNAMIC + " to "
                    + PayloadTypes.LAST + " but not " + PayloadTypes.REDUNDANCY + " or " + PayloadTypes.PARITY
                    + " for this format, not " + payloadType
                    + ".");
        }
        return payloadType;
    }
}
