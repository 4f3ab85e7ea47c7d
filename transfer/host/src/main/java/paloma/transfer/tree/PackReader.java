package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import paloma.transfer.name.RefusedException;

/** Reads what {@link PackBuilder} writes. */
public final class PackReader {
    private PackReader() {}

    /**
     * Returns all entries of a pack.
     *
     * @param bytes the contents are parts of it
     * @throws RefusedException for anything but whole entries and contents, each name once
     */
    public static List<PackEntry> read(byte[] bytes, int length) throws RefusedException {
        Damaged.unless(length <= Manifest.MAX_BYTES);
        ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, length);
        List<PackEntry> entries = new ArrayList<>();
        do {
            Damaged.unless(entries.size() < Manifest.MAX_ENTRIES);
            entries.add(entry(in, bytes));
        } while (in.isReadable());
        Damaged.unlessSole(entries.stream().map(PackEntry::entry).toList());
        return entries;
    }

    private static PackEntry entry(ByteBuf in, byte[] bytes) throws RefusedException {
        int hasContent = Damaged.bytes(in, 1).readUnsignedByte();
        TreeEntry entry = TreeEntry.read(in);
        Damaged.unless(hasContent == 0 || hasContent == 1 && entry.kind() == TreeEntry.Kind.FILE);
        return new PackEntry(
                entry, hasContent == 0 ? null : content(in, bytes, entry.facts().size()));
    }

    /** Returns the next bytes without a copy. */
    static ByteBuffer content(ByteBuf in, byte[] bytes, long size) throws RefusedException {
        int at = Damaged.bytes(in, size).readerIndex();
        in.skipBytes((int) size);
        return ByteBuffer.wrap(bytes, at, (int) size).slice();
    }
}
