package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import paloma.transfer.Sha256;
import paloma.transfer.name.RefusedException;

/**
 * A file that a receiver asks for; many of them are the content of a WANT.
 *
 * <pre>
 *  0        2          2+n        3+n
 * +--------+----------+----------+-----------------------+
 * | length | name ... | has hash | sha256, if has hash=1 |
 * +--------+----------+----------+-----------------------+
 * </pre>
 *
 * @param name relative to the base of the batch
 * @param sha256 of what the receiver has of it; null where that is nothing
 */
public record Wanted(String name, byte[] sha256) {
    /** What many wants may cost the one who is asked, before anything of them is known. */
    public static final int MAX_BYTES = 64 << 10;

    public Wanted {
        if (sha256 != null && sha256.length != Sha256.BYTES) {
            throw new IllegalArgumentException("a hash of " + sha256.length + " bytes");
        }
    }

    /** Returns how many bytes a want of this name has at most on the wire. */
    public static int lengthOf(String name) {
        return Short.BYTES + EntryName.encode(name).length + 1 + Sha256.BYTES;
    }

    /** Returns how many bytes it is on the wire. */
    public int length() {
        return Short.BYTES + EntryName.encode(name).length + 1 + (sha256 == null ? 0 : Sha256.BYTES);
    }

    /** @param wanted at most {@link Manifest#MAX_ENTRIES}, of at most {@link #MAX_BYTES} in all */
    public static byte[] encode(List<Wanted> wanted) {
        ByteBuf out = Unpooled.buffer();
        wanted.forEach(file -> file.write(out));
        Manifest.requireRoom(wanted.size(), out.readableBytes(), MAX_BYTES);
        return ByteBufUtil.getBytes(out);
    }

    private void write(ByteBuf out) {
        EntryName.write(out, name);
        out.writeBoolean(sha256 != null);
        if (sha256 != null) {
            out.writeBytes(sha256);
        }
    }

    /** @throws RefusedException for anything but whole wants, each name once */
    public static List<Wanted> decode(byte[] bytes, int length) throws RefusedException {
        Damaged.unless(length <= MAX_BYTES);
        ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, length);
        List<Wanted> wanted = new ArrayList<>();
        Set<String> names = new HashSet<>();
        do {
            Damaged.unless(wanted.size() < Manifest.MAX_ENTRIES);
            Wanted next = read(in);
            Damaged.unless(names.add(next.name));
            wanted.add(next);
        } while (in.isReadable());
        return wanted;
    }

    private static Wanted read(ByteBuf in) throws RefusedException {
        String name = EntryName.read(in);
        int hasHash = Damaged.bytes(in, 1).readUnsignedByte();
        Damaged.unless(hasHash <= 1);
        return new Wanted(name, hasHash == 0 ? null : TreeEntry.bytes(in, Sha256.BYTES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wanted wanted && name.equals(wanted.name) && Arrays.equals(sha256, wanted.sha256);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
