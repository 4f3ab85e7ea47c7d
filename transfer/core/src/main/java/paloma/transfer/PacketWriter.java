package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.List;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Wire;

/** Writes a packet under the next number and remembers what it carries; returns its length in bytes. */
final class PacketWriter {
    private final long transfer;
    private final SentPackets packets;

    PacketWriter(long transfer, SentPackets packets) {
        this.transfer = transfer;
        this.packets = packets;
    }

    /** @param chunk all bytes of the chunk that the piece is of */
    int data(ByteBuf out, long now, boolean ackNow, byte[] chunk, Piece.FileBytes piece) {
        int from = Chunks.within(piece.offset());
        int bytes = Data.write(out, transfer, number(), ackNow, piece.offset(), chunk, from, piece.length());
        packets.add(now, piece, bytes);
        return bytes;
    }

    int hashes(ByteBuf out, long now, List<ChunkHash> entries, Piece.HashRange piece) {
        int bytes = Wire.encode(new Hashes(transfer, number(), entries), out);
        packets.add(now, piece, bytes);
        return bytes;
    }

    int probe(ByteBuf out, long now, int datagramBytes) {
        int bytes = Wire.encode(new Probe(transfer, number(), datagramBytes), out);
        packets.add(now, Piece.Padding.PADDING, bytes);
        return bytes;
    }

    private int number() {
        return (int) packets.next();
    }
}
