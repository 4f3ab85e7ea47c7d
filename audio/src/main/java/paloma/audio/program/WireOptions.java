package paloma.audio.program;

import java.io.InputStream;
import java.nio.file.Path;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.rtp.Encoding;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.sdp.SdpReader;
import paloma.audio.sdp.SessionDescription;
import paloma.audio.srtp.CryptoAttribute;
import paloma.audio.srtp.KeyFile;
import paloma.audio.srtp.MasterKey;
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

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "Seals what is sent, and plays, answers and counts nothing else (SRTP, RFC 3711), with the key in"
                            + " FILE, which the other side has as well; paloma audio key makes one. A session"
                            + " description may have a key too (a=crypto).")
    private Path keyFile;

    @Option(names = "--rtcp-mux", description = "RTCP shares the port of RTP (RFC 5761).")
    private boolean muxed;

    private SessionDescription description;

    /** Reads the description that was named, if one was; called once, before all else here. */
    public void readDescription(InputStream standardInput) throws UnusableException {
        refuseBesideRaw("--payload-type", format.saysPayloadType());
        refuseBesideRaw("--rtcp-mux", muxed);
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

    /** Returns the key that packets are sealed with, or null. */
    public MasterKey key() throws UnusableException {
        if (keyFile != null && isRaw()) {
            throw new UnusableException("--wire raw cannot be sealed; leave it or --key-file out.");
        }
        if (keyFile != null) {
            return KeyFile.read(keyFile);
        }
        return description == null ? null : key(description);
    }

    private static MasterKey key(SessionDescription description) throws UnusableException {
        if (description.crypto().isEmpty() && description.isSealed()) {
            throw new UnusableException(
                    "The session description is of sealed sound, and has no a=crypto line with its key; add"
                            + " --key-file FILE.");
        }
        return description.crypto().isEmpty() ? null : CryptoAttribute.first(description.crypto());
    }

    public boolean isRaw() {
        return wire == WireFormat.RAW;
    }

    /** Refuses an option that is about RTP: beside bare samples it would change nothing. */
    public void refuseBesideRaw(String option, boolean isSaid) throws UnusableException {
        if (isRaw() && isSaid) {
            throw new UnusableException(option + " is not for --wire raw; leave one of them out.");
        }
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
