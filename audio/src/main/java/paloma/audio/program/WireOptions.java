package paloma.audio.program;

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

    public FormatOptions format() {
        return format;
    }

    public boolean isRaw() {
        return wire == WireFormat.RAW;
    }

    /** Returns the default port. */
    public int port() {
        return wire.port();
    }

    public boolean isMuxed() {
        return muxed;
    }
}
