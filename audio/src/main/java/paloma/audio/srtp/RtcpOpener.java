package paloma.audio.srtp;

import java.nio.ByteBuffer;

/** Opens sealed RTCP, which bears its own index. What is authentic but not encrypted was not agreed on. */
final class RtcpOpener {
    /** Header and SSRC stay clear (RFC 3711, section 3.4). */
    static final int CLEAR_BYTES = 8;

    static final int SSRC_AT = 4;

    private static final int TYPE_AT = 1;
    private static final byte SENDER_REPORT = (byte) 200;
    private static final int SENDER_REPORT_BYTES = 28;
    private static final int SENT_PACKETS_AT = 20;

    private final Transform transform;
    private final InboundStreams streams;
    private final RolloverSearch search;
    private final ByteBuffer sealed;
    private final ByteBuffer text;

    /** As {@link RtpOpener}. */
    RtcpOpener(Transform transform, InboundStreams streams, RolloverSearch search, byte[] sealed, byte[] text) {
        this.transform = transform;
        this.streams = streams;
        this.search = search;
        this.sealed = ByteBuffer.wrap(sealed);
        this.text = ByteBuffer.wrap(text);
    }

    /** As {@link RtpOpener#open}. */
    int open(int length, long now) {
        if (length < CLEAR_BYTES + transform.addedBytes()) {
            return SrtpOpener.NOT_AUTHENTIC;
        }
        int ssrc = sealed.getInt(SSRC_AT);
        int word = sealed.getInt(transform.indexAt(length));
        long index = word & ~Transform.ENCRYPTED;
        InboundStream stream = streams.get(ssrc);
        if ((word & Transform.ENCRYPTED) == 0 || stream == null && !search.take(now)) {
            return SrtpOpener.NOT_AUTHENTIC;
        }
        if (stream != null && !stream.rtcp.isNew(index)) {
            return SrtpOpener.REPLAYED;
        }
        int end = transform.open(sealed.array(), CLEAR_BYTES, length, ssrc, index, text.array());
        if (end >= 0) {
            came(streams.made(ssrc), index, end);
        }
        return end;
    }

    private void came(InboundStream stream, long index, int end) {
        if (index > stream.rtcp.highest() && end >= SENDER_REPORT_BYTES && text.get(TYPE_AT) == SENDER_REPORT) {
            stream.sent(Integer.toUnsignedLong(text.getInt(SENT_PACKETS_AT)));
        }
        stream.rtcp.add(index);
    }
}
