package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import paloma.audio.rtp.RtpPacket;

/**
 * Seals the packets of one side. Each leaves once: what is sent again is the sealed packet, for two texts under one index
 * would show both (RFC 3711, section 9.1). On the event loop.
 */
public final class SrtpSealer {
    /** Most bytes that a packet grows by. */
    public static final int MAX_ADDED_BYTES = 20;

    /** No key seals more of RTCP (RFC 3711, section 9.2): a year and more of 50 a second. */
    private static final long MAX_RTCP_INDEX = (1L << 31) - 1;

    private static final int MAX_DATAGRAM = 1 << 16;
    private static final int SEQUENCE_AT = 2;
    private static final int SSRC_AT = 8;

    private final Transform rtp;
    private final Transform rtcp;
    private final Map<Integer, Long> highest = new HashMap<>();
    private final byte[] scratch = new byte[MAX_DATAGRAM + MAX_ADDED_BYTES];
    private long nextRtcpIndex;

    public SrtpSealer(MasterKey key) {
        this(key, 0);
    }

    SrtpSealer(MasterKey key, long firstRtcpIndex) {
        this.rtp = Transform.of(key, false);
        this.rtcp = Transform.of(key, true);
        this.nextRtcpIndex = firstRtcpIndex;
    }

    /** Seals an RTP packet of ours, all that is readable, in place. The numbers of each SSRC go up. */
    public void seal(ByteBuf packet) {
        int ssrc = packet.getInt(packet.readerIndex() + SSRC_AT);
        int sequence = packet.getUnsignedShort(packet.readerIndex() + SEQUENCE_AT);
        Long before = highest.get(ssrc);
        long index = before == null ? sequence : PacketIndex.nearest(before, sequence);
        if (before != null && index <= before || index > PacketIndex.MAX) {
            throw new IllegalStateException("index " + index + " after " + before);
        }
        highest.put(ssrc, index);
        seal(rtp, packet, RtpPacket.headerBytes(packet), ssrc, index);
    }

    /** Seals a compound RTCP packet of ours, in place; returns false when the key may seal no more. */
    public boolean sealRtcp(ByteBuf packet) {
        if (nextRtcpIndex > MAX_RTCP_INDEX) {
            return false;
        }
        int ssrc = packet.getInt(packet.readerIndex() + RtcpOpener.SSRC_AT);
        seal(rtcp, packet, RtcpOpener.CLEAR_BYTES, ssrc, nextRtcpIndex++);
        return true;
    }

    private void seal(Transform transform, ByteBuf packet, int clearBytes, int ssrc, long index) {
        int length = packet.readableBytes();
        packet.getBytes(packet.readerIndex(), scratch, 0, length);
        int sealed = transform.seal(scratch, clearBytes, length, ssrc, index);
        packet.writerIndex(packet.readerIndex()).writeBytes(scratch, 0, sealed);
    }
}
