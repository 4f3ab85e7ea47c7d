package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;

/** Seals compound RTCP packets, and numbers them: all SSRCs in one row. */
final class SrtcpSealer implements Sealer {
    /** No key seals more (RFC 3711, section 9.2): a year and more of 50 a second. */
    private static final long MAX_PACKETS = 1L << 31;

    private final InPlace inPlace;
    private final long packets;
    private long next;

    SrtcpSealer(MasterKey key) {
        this(key, 0);
    }

    SrtcpSealer(MasterKey key, long first) {
        this.inPlace = new InPlace(Transform.of(key, true));
        this.packets = Math.min(key.lifetime(), MAX_PACKETS);
        this.next = first;
    }

    @Override
    public boolean seal(ByteBuf packet) {
        if (next >= packets) {
            return false;
        }
        int ssrc = packet.getInt(packet.readerIndex() + RtcpOpener.SSRC_AT);
        inPlace.seal(packet, RtcpOpener.CLEAR_BYTES, ssrc, next++);
        return true;
    }
}
