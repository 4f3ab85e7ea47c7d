package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Writes the content of a FETCH: an answer to each want, in their order.
 *
 * <pre>
 *  0         1       1+n
 * +---------+-------+------------------------------+
 * | verdict | entry | its bytes, if verdict=WANTED |
 * +---------+-------+------------------------------+
 * </pre>
 */
public final class FetchedBuilder {
    private final ByteBuf out = Unpooled.buffer();
    private int left;

    /** @param wants how many there are to be answered */
    public FetchedBuilder(int wants) {
        Manifest.requireRoom(wants, 0, 0);
        left = wants;
    }

    /** Returns whether there is room for a file of this size: its entry, its content and an answer to each later want. */
    public boolean hasRoom(TreeEntry entry) {
        return left + entry.length() + entry.facts().size() <= Manifest.MAX_BYTES - out.readableBytes();
    }

    /** Answers the next want with a file, or with {@link Verdict#LATER} where there is no room for it. */
    public void add(TreeEntry entry, byte[] content) {
        if (entry.facts().size() != content.length) {
            throw new IllegalArgumentException(
                    content.length + " bytes of content for " + entry.facts().size());
        }
        if (!hasRoom(entry)) {
            add(Verdict.LATER);
            return;
        }
        answer(Verdict.WANTED);
        entry.write(out);
        out.writeBytes(content);
    }

    /** Answers the next want without a file. */
    public void add(Verdict verdict) {
        if (verdict == Verdict.WANTED) {
            throw new IllegalArgumentException("a file is missing");
        }
        answer(verdict);
    }

    private void answer(Verdict verdict) {
        if (left-- == 0) {
            throw new IllegalStateException("all wants are answered");
        }
        out.writeByte(verdict.code());
    }

    /** Returns the answers, when each want has one. */
    public byte[] bytes() {
        if (left > 0) {
            throw new IllegalStateException(left + " wants are not answered");
        }
        return ByteBufUtil.getBytes(out);
    }
}
