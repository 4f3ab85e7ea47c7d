package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import paloma.audio.rtp.RtpPacket;

/** Seals RTP. The numbers of each of its SSRCs go up. */
final class SrtpSealer implements Sealer {
    private static final int SEQUENCE_AT = 2;
    private static final int SSRC_AT = 8;

    private final InPlace inPlace;
    private final long lifetime;
    private final Map<Integer, Long> highest = new HashMap<>();
    private long sealed;

    SrtpSealer(MasterKey key) {
        this.inPlace = new InPlace(Transform.of(key, false));
        this.lifetime = key.lifetime();
    }

    @Override
    public boolean seal(ByteBuf packet) {
        int ssrc = packet.getInt(packet.readerIndex() + SSRC_AT);
        int sequence = packet.getUnsignedShort(packet.readerIndex() + SEQUENCE_AT);
        Long before = highest.get(ssrc);
        long index = before == null ? sequence : PacketIndex.nearest(before, sequence);
        if (before != null && index <= before) {
            throw new IllegalStateException("index " + index + " after " + before);
        }
        if (sealed == lifetime || index > PacketIndex.MAX) {
            return false;
        }
        sealed++;
        highest.put(ssrc, index);
        inPlace.seal(packet, RtpPacket.headerBytes(packet), ssrc, index);
        return true;
    }
}
