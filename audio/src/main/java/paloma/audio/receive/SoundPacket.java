package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.Redundancy;
import paloma.audio.rtp.RtpPacket;

/**
 * A packet of sound as it arrived, with what it says of it.
 *
 * @param whole lent, as long as the datagram is
 * @param redundancy if it carries earlier sound again, else null
 */
record SoundPacket(InetSocketAddress from, ByteBuf whole, RtpPacket packet, Redundancy redundancy, long arrivalNanos) {

    /**
     * Reads a datagram; returns null for what is no RTP.
     *
     * @param agreedType a packet of this type carries nothing inside, whatever else it may stand for
     */
    static SoundPacket read(DatagramPacket datagram, int agreedType, long now) {
        return read(datagram.sender(), datagram.content(), agreedType, now);
    }

    private static SoundPacket read(InetSocketAddress from, ByteBuf whole, int agreedType, long now) {
        RtpPacket packet = RtpPacket.read(whole);
        if (packet == null) {
            return null;
        }
        boolean carries = packet.payloadType() == PayloadTypes.REDUNDANCY && agreedType != PayloadTypes.REDUNDANCY;
        return new SoundPacket(from, whole, packet, carries ? Redundancy.read(packet.payload()) : null, now);
    }

    /** Returns the same in memory of its own, to be kept. */
    SoundPacket copy(int agreedType) {
        return read(from, Unpooled.copiedBuffer(whole), agreedType, arrivalNanos);
    }

    /** Returns the payload type of the sound, which a packet may carry inside another. */
    int payloadType() {
        return redundancy == null ? packet.payloadType() : redundancy.payloadType();
    }

    ByteBuf sound() {
        return redundancy == null ? packet.payload() : redundancy.primary();
    }

    List<Redundancy.Block> earlier() {
        return redundancy == null ? List.of() : redundancy.earlier();
    }
}
