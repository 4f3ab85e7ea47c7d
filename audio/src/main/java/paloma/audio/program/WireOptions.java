package paloma.audio.program;

import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.rtp.Encoding;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
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

    @Mixin
    private FormatOptions format;

    @Option(names = "--rtcp-mux", description = "RTCP shares the port of RTP (RFC 5761).")
    private boolean muxed;

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
        return wire.port();
    }

    /** Returns where RTCP goes, beside RTP. */
    public RtcpPort rtcp() {
        return muxed ? RtcpPort.MUXED : RtcpPort.NEXT;
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
