package paloma.audio.rtp;

/**
 * Which port RTCP has beside that of RTP: the next (RFC 3550, 11), the same (RFC 5761), or another one (RFC 3605).
 *
 * @param number of another one, or 0
 */
public record RtcpPort(boolean muxed, int number) {
    public static final RtcpPort NEXT = new RtcpPort(false, 0);
    public static final RtcpPort MUXED = new RtcpPort(true, 0);

    /** Returns the one of that number, which is {@link #MUXED} or {@link #NEXT} if that is where they are. */
    public static RtcpPort at(int number, int rtpPort) {
        if (number == rtpPort) {
            return MUXED;
        }
        return number == rtpPort + 1 ? NEXT : new RtcpPort(false, number);
    }

    /** Returns the port of RTCP. */
    public int beside(int rtpPort) {
        if (muxed) {
            return rtpPort;
        }
        return number > 0 ? number : rtpPort + 1;
    }
}
