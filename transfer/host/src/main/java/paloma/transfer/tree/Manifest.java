package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;

/** What a sender has: entries one behind another, the content of an OFFER. */
public final class Manifest {
    /** An answer of half a byte for each fits into one datagram. */
    public static final int MAX_ENTRIES = 1_000;

    /** One chunk. */
    public static final int MAX_BYTES = Chunks.BYTES;

    private Manifest() {}

    /** @param entries at most {@link #MAX_ENTRIES}, of at most {@link #MAX_BYTES} in all */
    public static byte[] encode(List<TreeEntry> entries) {
        ByteBuf out = Unpooled.buffer();
        entries.forEach(entry -> entry.write(out));
        requireRoom(entries.size(), out.readableBytes(), MAX_BYTES);
        return ByteBufUtil.getBytes(out);
    }

    /** @throws RefusedException for anything but whole entries, each name once */
    public static List<TreeEntry> decode(byte[] bytes, int length) throws RefusedException {
        Damaged.unless(length <= MAX_BYTES);
        ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, length);
        List<TreeEntry> entries = new ArrayList<>();
        do {
            Damaged.unless(entries.size() < MAX_ENTRIES);
            entries.add(TreeEntry.read(in));
        } while (in.isReadable());
        Damaged.unlessSole(entries);
        return entries;
    }

    static void requireRoom(int entries, int bytes, int limitBytes) {
        if (entries == 0 || entries > MAX_ENTRIES || bytes > limitBytes) {
            throw new IllegalArgumentException(entries + " entries of " + bytes + " bytes");
        }
    }
}
