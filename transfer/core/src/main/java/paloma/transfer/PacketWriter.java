package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.List;
import paloma.transfer.protection.PacketProtection;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Probe;

/** Writes a packet under the next number and remembers what it carries; returns its length in bytes. */
final class PacketWriter {
    private final PacketProtection sealer;
    private final SentPackets packets;

    PacketWriter(PacketProtection sealer, SentPackets packets) {
        this.sealer = sealer;
        this.packets = packets;
    }

    /** Called before a packet is chosen: passes over the numbers that others than the file's packets have. */
    void prepare(long now) {
        sealer.leaveGap();
        packets.skipTo(sealer.next(), now);
    }

    /** @param chunk all bytes of the chunk that the piece is of */
    int data(ByteBuf out, long now, boolean ackNow, byte[] chunk, Piece.FileBytes piece) {
        int from = Chunks.within(piece.offset());
        return sent(now, piece, sealer.sealData(ackNow, piece.offset(), chunk, from, piece.length(), out));
    }

    int hashes(ByteBuf out, long now, List<ChunkHash> entries, Piece.HashRange piece) {
        return sent(now, piece, sealer.seal(new Hashes(entries), out));
    }

    int probe(ByteBuf out, long now, int datagramBytes) {
        return sent(now, Piece.Padding.PADDING, sealer.seal(Probe.ofPacket(datagramBytes), out));
    }

    private int sent(long now, Piece piece, int bytes) {
        packets.add(now, piece, bytes);
        return bytes;
    }
}
