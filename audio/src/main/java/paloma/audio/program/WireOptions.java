package paloma.audio.program;

import java.io.InputStream;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.rtp.Encoding;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.sdp.SdpReader;
import paloma.audio.sdp.SessionDescription;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options on which both sides have to agree. */
public final class WireOptions {
    @Option(
            names = "--wire",
            paramLabel = "rtp|raw",
            defaultValue = "rtp",
            description = "RTP, or datagrams of bare samples (default: ${DEFAULT-VALUE}).")
    private WireFormat wire;

    @Option(
            names = "--sdp",
            paramLabel = "FILE|-",
            description =
                    "Takes format, payload type, ports and addresses from a session description (RFC 8866): the first"
                            + " sound in it that is L16 or L24. Options that are given besides win.")
    private String sdp;

    @Mixin
    private FormatOptions format;

    @Option(names = "--rtcp-mux", description = "RTCP shares the port of RTP (RFC 5761).")
    private boolean muxed;

    private SessionDescription description;

    /** Reads the description that was named, if one was; called once, before all else here. */
    public void readDescription(InputStream standardInput) throws UnusableException {
        if (sdp == null) {
            return;
        }
        if (isRaw()) {
            throw new UnusableException("--sdp describes RTP; leave it or --wire raw out.");
        }
        description = SdpReader.read(sdp, standardInput);
        format.takeDescribed(description.format(), description.payloadType());
    }

    /** Returns what was read, or null. */
    public SessionDescription description() {
        return description;
    }

    /** Returns whether the description takes standard input. */
    public boolean takesStandardInput() {
        return "-".equals(sdp);
    }

    /** Returns the payload type of what others send, who may use a number that is not theirs. */
    public int payloadTypeOfOthers() throws UnusableException {
        return format.payloadTypeOfOthers();
    }

    public int payloadType() throws UnusableException {
        return format.payloadType();
    }

    /** Returns the format of the sound on this side that was asked for, or null for that of the packets. */
    public PcmFormat here() throws UnusableException {
        return format.here();
    }

    public boolean isRaw() {
        return wire == WireFormat.RAW;
    }

    /** Returns the default port. */
    public int port() {
        return description == null ? wire.port() : description.port();
    }

    /** Returns where RTCP goes, beside RTP. */
    public RtcpPort rtcp() {
        if (muxed) {
            return RtcpPort.MUXED;
        }
        return description == null ? RtcpPort.NEXT : description.rtcp();
    }

    /** Returns whether RTCP has the port after that of RTP. */
    public boolean takesNextPort() {
        return !isRaw() && rtcp().equals(RtcpPort.NEXT);
    }

    /** Returns what packets hold; bare samples have no more than 16 bits. */
    public StreamFormat format() throws UnusableException {
        StreamFormat wireFormat = format.wire();
        if (isRaw() && wireFormat.encoding() != Encoding.L16) {
            throw new UnusableException(
                    "--wire raw is for L16 alone; leave it out, or say --format L16/RATE/CHANNELS.");
        }
        return wireFormat;
    }
}
