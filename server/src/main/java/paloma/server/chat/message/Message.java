package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * What one chat tells all others. Numbers are big-endian.
 *
 * <pre>
 *  0         1      2
 * +---------+------+------------
 * | version | type | the message ...
 * +---------+------+------------
 * </pre>
 */
public sealed interface Message permits Absence, Ask, Census, Claim, Line, Presence {
    int VERSION = 1;

    /** What the bus takes. */
    int MAX_BYTES = 16 * 1_024;

    int type();

    void write(ByteBuf out);

    default byte[] bytes() {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(VERSION).writeByte(type());
        write(out);
        return ByteBufUtil.getBytes(out);
    }

    /** Returns null where it is none that this version knows. */
    static Message of(byte[] bytes) {
        if (bytes.length < 2 || bytes.length > MAX_BYTES || bytes[0] != VERSION) {
            return null;
        }
        ByteBuf in = Unpooled.wrappedBuffer(bytes, 2, bytes.length - 2);
        Message message = read(bytes[1], in);
        return in.isReadable() ? null : message;
    }

    private static Message read(byte type, ByteBuf in) {
        return switch (type) {
            case Presence.TYPE -> Presence.read(in);
            case Absence.TYPE -> Absence.read(in);
            case Line.TYPE -> Line.read(in);
            case Census.TYPE -> Census.read(in);
            case Ask.TYPE -> Ask.read(in);
            case Claim.TYPE -> Claim.read(in);
            default -> null;
        };
    }
}
