package paloma.audio.program;

import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.rtp.Encoding;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.StreamFormat;
import picocli.CommandLine.Option;

/** Options for what packets hold, and for the sound on this side of them. */
public final class FormatOptions {
    private static final String BOUNDS = "L16 or L24, " + StreamFormat.MIN_RATE + " to " + StreamFormat.MAX_RATE
            + " Hz, 1 to " + StreamFormat.MAX_CHANNELS + " channels";

    @Option(
            names = "--format",
            paramLabel = "ENCODING/RATE[/CHANNELS]",
            description = "What packets hold, as in a session description: " + BOUNDS
                    + ", without a number one channel (default: L16/44100/2).")
    private String format;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            description = "Frames per second of the sound on this side (default: those of the packets; without --format"
                    + " packets hold what is said here).")
    private Integer rate;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "Its channels, 1 to " + StreamFormat.MAX_CHANNELS + ", likewise.")
    private Integer channels;

    @Option(
            names = "--payload-type",
            paramLabel = "N",
            description =
                    "RTP payload type, from 96 to 127 but not 121 or 122 (default: 10 or 11 if the format is theirs, else 96).")
    private Integer payloadType;

    private StreamFormat described;
    private int describedType;

    boolean saysPayloadType() {
        return payloadType != null;
    }

    /** Called with what a session description says. */
    void takeDescribed(StreamFormat theFormat, int theType) throws UnusableException {
        if (format != null) {
            throw new UnusableException("--sdp says the format, too; leave it or --format out.");
        }
        described = theFormat;
        describedType = theType;
    }

    /** Returns what packets hold. */
    public StreamFormat wire() throws UnusableException {
        if (described != null) {
            return described;
        }
        if (format == null) {
            PcmFormat said = said(StreamFormat.DEFAULT.pcm());
            return new StreamFormat(Encoding.L16, said.rate(), said.channels());
        }
        StreamFormat read = StreamFormat.of(format);
        if (read == null) {
            throw new UnusableException(
                    "--format is ENCODING/RATE[/CHANNELS], such as L24/48000/2: " + BOUNDS + ", not " + format + ".");
        }
        return read;
    }

    /** Returns the format of the sound on this side that was asked for, or null for that of the packets. */
    public PcmFormat here() throws UnusableException {
        boolean isSaid = (format != null || described != null) && (rate != null || channels != null);
        return isSaid ? said(wire().pcm()) : null;
    }

    private PcmFormat said(PcmFormat unsaid) throws UnusableException {
        int hertz = rate == null ? unsaid.rate() : rate;
        int number = channels == null ? unsaid.channels() : channels;
        if (hertz < StreamFormat.MIN_RATE || hertz > StreamFormat.MAX_RATE) {
            throw new UnusableException("--rate is from " + StreamFormat.MIN_RATE + " to " + StreamFormat.MAX_RATE
                    + ", not " + hertz + ".");
        }
        if (number < 1 || number > StreamFormat.MAX_CHANNELS) {
            throw new UnusableException(
                    "--channels is from 1 to " + StreamFormat.MAX_CHANNELS + ", not " + number + ".");
        }
        return new PcmFormat(hertz, number);
    }

    /** Returns the payload type of the sound that we send. */
    public int payloadType() throws UnusableException {
        return payloadType(payloadType != null && PayloadTypes.mayMean(payloadType, wire()));
    }

    /** Returns the payload type of what others send: who says it and the format has agreed on both. */
    public int payloadTypeOfOthers() throws UnusableException {
        boolean isSaid = format != null && payloadType != null && PayloadTypes.format(payloadType) != null;
        return payloadType(isSaid || (payloadType != null && PayloadTypes.mayMean(payloadType, wire())));
    }

    private int payloadType(boolean mayBe) throws UnusableException {
        if (payloadType == null) {
            return described == null ? PayloadTypes.of(wire()) : describedType;
        }
        boolean isTaken = payloadType == PayloadTypes.REDUNDANCY || payloadType == PayloadTypes.PARITY;
        if (isTaken || !mayBe) {
            throw new UnusableException("--payload-type is from " + PayloadTypes.FIRST_DYNAMIC + " to "
                    + PayloadTypes.LAST + " but not " + PayloadTypes.REDUNDANCY + " or " + PayloadTypes.PARITY
                    + " for this format, not " + payloadType
                    + ".");
        }
        return payloadType;
    }
}
