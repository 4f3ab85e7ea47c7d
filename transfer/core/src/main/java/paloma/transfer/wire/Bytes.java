package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Fields that are bytes of a length that is known before, or a short list of small numbers. */
final class Bytes {
    private Bytes() {}

    static void write(ByteBuf out, byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(bytes.length + " bytes in place of " + length);
        }
        out.writeBytes(bytes);
    }

    /** Needs as many readable bytes. */
    static byte[] read(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    /** Writes how many there are, one at least, and a byte for each. */
    static void writeList(ByteBuf out, List<Integer> numbers, int most) {
        if (numbers.isEmpty() || numbers.size() > most) {
            throw new IllegalArgumentException(numbers.size() + " entries, 1 to " + most + " fit");
        }
        out.writeByte(numbers.size());
        numbers.forEach(out::writeByte);
    }

    /** Returns null where there is none, or too many, or the end comes first. */
    static List<Integer> readList(ByteBuf in, int most) {
        int count = in.isReadable() ? in.readUnsignedByte() : 0;
        if (count == 0 || count > most || in.readableBytes() < count) {
            return null;
        }
        List<Integer> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add((int) in.readUnsignedByte());
        }
        return numbers;
    }
}
