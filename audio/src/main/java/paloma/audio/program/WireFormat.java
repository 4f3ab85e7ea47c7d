package paloma.audio.program;

/** How sound is put into datagrams. */
public enum WireFormat {
    /** RTP (RFC 3550) on the port that RFC 3551, section 8, has for it. */
    RTP(WireFormat.RTP_PORT),

    /** Bare little-endian samples, a chunk a datagram: 4,096 bytes of {@link #CHUNK_FRAMES} stereo frames. */
    RAW(WireFormat.RAW_PORT);

    /** Frames that are read, queued and, where they are raw, sent at a time; 23.2 ms at 44.1 kHz. */
    public static final int CHUNK_FRAMES = 1_024;

    /** Most frames of a chunk, and of what one datagram may hold: the room that is kept for them. */
    public static final int MAX_CHUNK_FRAMES = 16_384;

    public static final int RTP_PORT = 5_004;
    public static final int RAW_PORT = 12_345;

    /** RTCP has the port after that of RTP (RFC 3550, section 11), unless they share it (RFC 5761). */
    public static final int RTCP_PORT_OFFSET = 1;

    public static final int MAX_PORT = 65_535;

    private final int port;

    WireFormat(int port) {
        this.port = port;
    }

    /** Returns the default port. */
    public int port() {
        return port;
    }
}
