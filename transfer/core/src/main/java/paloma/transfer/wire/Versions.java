package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Answers a {@link Hello} of a version that is not spoken here with those that are.
 *
 * <pre>
 *  0      1       9       10
 * +------+-------+-------+--------------
 * | type | nonce | count | versions ...
 * +------+-------+-------+--------------
 *
 * 02                                                type: Versions
 * 11 22 33 44 55 66 77 88                           nonce of the Hello
 * 02                                                count
 * 02 03                                             versions 2 and 3
 * </pre>
 */
public record Versions(long nonce, List<Integer> versions) implements Message {
    static final int TYPE = 0x02;

    public static final int MAX_VERSIONS = 50;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(nonce);
        Bytes.writeList(out, versions, MAX_VERSIONS);
    }

    static Versions read(ByteBuf in) {
        if (in.readableBytes() < Long.BYTES + 1) {
            return null;
        }
        long nonce = in.readLong();
        List<Integer> versions = Bytes.readList(in, MAX_VERSIONS);
        return versions == null || in.isReadable() ? null : new Versions(nonce, versions);
    }
}
