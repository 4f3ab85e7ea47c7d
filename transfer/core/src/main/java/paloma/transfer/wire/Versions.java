package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a {@link Hello} of a version that is not spoken here with those that are.
 *
 * <pre>
 *  5       13      14
 * +-------+-------+--------------
 * | nonce | count | versions ...
 * +-------+-------+--------------
 *
 * 68 32 93 dd                                       crc
 * 02                                                type: Versions
 * 11 22 33 44 55 66 77 88                           nonce of the Hello
 * 02                                                count
 * 01 02                                             versions 1 and 2
 * </pre>
 */
public record Versions(long nonce, List<Integer> versions) implements Message {
    static final int TYPE = 0x02;

    /** As many as fit into the shortest Hello that there is. */
    public static final int MAX_VERSIONS = 50;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        if (versions.isEmpty() || versions.size() > MAX_VERSIONS) {
            throw new IllegalArgumentException(versions.size() + " versions, 1 to " + MAX_VERSIONS + " fit");
        }
        out.writeLong(nonce).writeByte(versions.size());
        for (int version : versions) {
            out.writeByte(version);
        }
    }

    static Versions read(ByteBuf in) {
        if (in.readableBytes() < Long.BYTES + 1) {
            return null;
        }
        long nonce = in.readLong();
        int count = in.readUnsignedByte();
        if (count == 0 || count > MAX_VERSIONS || in.readableBytes() != count) {
            return null;
        }
        List<Integer> versions = new ArrayList<>(count);
        while (in.isReadable()) {
            versions.add((int) in.readUnsignedByte());
        }
        return new Versions(nonce, versions);
    }
}
