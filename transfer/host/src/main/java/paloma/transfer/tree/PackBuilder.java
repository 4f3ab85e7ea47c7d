package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Writes the content of a PACK: entries with their contents, one behind another.
 *
 * <pre>
 *  0         1       1+n
 * +---------+-------+-------------------------+
 * | content | entry | its bytes, if content=1 |
 * +---------+-------+-------------------------+
 * </pre>
 */
public final class PackBuilder {
    private final ByteBuf out = Unpooled.buffer();
    private int count;

    /**
     * Adds an entry.
     *
     * @param content of a file; null where only its facts are to be set
     * @return false where there is no room for it any more
     */
    public boolean add(TreeEntry entry, byte[] content) {
        if (content != null
                && (entry.kind() != TreeEntry.Kind.FILE || entry.facts().size() != content.length)) {
            throw new IllegalArgumentException(content.length + " bytes of content for " + entry.kind() + " of "
                    + entry.facts().size());
        }
        int length = 1 + entry.length() + (content == null ? 0 : content.length);
        if (count == Manifest.MAX_ENTRIES || length > Manifest.MAX_BYTES - out.readableBytes()) {
            return false;
        }
        out.writeBoolean(content != null);
        entry.write(out);
        if (content != null) {
            out.writeBytes(content);
        }
        count++;
        return true;
    }

    /** Returns how many entries were added. */
    public int count() {
        return count;
    }

    /** Returns the pack, of one entry at least. */
    public byte[] bytes() {
        Manifest.requireRoom(count, out.readableBytes(), Manifest.MAX_BYTES);
        return ByteBufUtil.getBytes(out);
    }
}
