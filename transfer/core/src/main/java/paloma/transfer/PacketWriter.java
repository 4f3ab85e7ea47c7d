package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.List;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Wire;

/** Writes a packet under the next number and remembers what it carries; gives its length in bytes. */
final class PacketWriter {
    private final long transfer;
    private final SentPackets packets;

    PacketWriter(long transfer, SentPackets packets) {
        this.transfer = transfer;
        this.packets = packets;
    }

    int data(ByteBuf out, long now, boolean ackNow, byte[] chunk, Piece piece) {
        int from = Chunks.within(piece.subject());
        int bytes = Data.write(out, transfer, number(), ackNow, piece.subject(), chunk, from, piece.length());
        packets.add(now, piece.subject(), piece.length(), bytes);
        return bytes;
    }

    int hashes(ByteBuf out, long now, List<ChunkHash> entries, Piece piece) {
        int bytes = Wire.encode(new Hashes(transfer, number(), entries), out);
        packets.add(now, piece.subject(), piece.length(), bytes);
        return bytes;
    }

    int probe(ByteBuf out, long now, int datagramBytes) {
        int bytes = Wire.encode(new Probe(transfer, number(), datagramBytes), out);
        packets.add(now, 0, 0, bytes);
        return bytes;
    }

    private int number() {
        return (int) packets.next();
    }
}
