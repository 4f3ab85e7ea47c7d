package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** Seals compound RTCP packets, and numbers them: all SSRCs in one row. */
final class SrtcpSealer implements Sealer {
    /** No key seals more (RFC 3711, section 9.2): a year and more of 50 a second. */
    private static final long MAX_PACKETS = 1L << 31;

    private final InPlace inPlace;
    private final long packets;
    private final Consumer<String> teller;
    private long next;
    private boolean isSaid;

    SrtcpSealer(MasterKey key, Consumer<String> teller) {
        this(key, 0, teller);
    }

    SrtcpSealer(MasterKey key, long first, Consumer<String> teller) {
        this.inPlace = new InPlace(Transform.of(key, true));
        this.packets = Math.min(key.lifetime(), MAX_PACKETS);
        this.next = first;
        this.teller = teller;
    }

    @Override
    public boolean seal(ByteBuf packet) {
        if (next >= packets) {
            sayUsedUp();
            return false;
        }
        int ssrc = packet.getInt(packet.readerIndex() + RtcpOpener.SSRC_AT);
        inPlace.seal(packet, RtcpOpener.CLEAR_BYTES, ssrc, next++);
        return true;
    }

    private void sayUsedUp() {
        if (!isSaid) {
            isSaid = true;
            teller.accept("The key has sealed as many reports and requests (RTCP) as it may, so no more are sent; make"
                    + " another with paloma audio key.");
        }
    }
}
