package paloma.audio.program;

/** What is on the wire. */
public enum WireFormat {
    /** RTP (RFC 3550). */
    RTP(5004),

    /** Datagrams of bare little-endian samples. */
    RAW(12_345);

    private final int port;

    WireFormat(int port) {
        this.port = port;
    }

    /** Returns the port where none is said: of RTP the one that RFC 3551, section 8, has for it. */
    public int port() {
        return port;
    }
}
