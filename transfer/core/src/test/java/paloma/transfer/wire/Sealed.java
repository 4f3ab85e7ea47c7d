package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Datagrams as arrays, with a right checksum before whatever stands there. */
final class Sealed {
    private Sealed() {}

    /** Replaces the first four bytes by the checksum of those after them, in place. */
    static byte[] sealed(byte[] datagram) {
        CRC32C crc = new CRC32C();
        crc.update(datagram, 4, datagram.length - 4);
        ByteBuffer.wrap(datagram).putInt((int) crc.getValue());
        return datagram;
    }

    static Message decoded(byte[] datagram) {
        return Wire.decode(Unpooled.wrappedBuffer(datagram));
    }

    static byte[] encoded(Message message) {
        ByteBuf out = Unpooled.buffer();
        int length = Wire.encode(message, out);
        byte[] bytes = ByteBufUtil.getBytes(out);
        out.release();
        if (length != bytes.length) {
            throw new AssertionError(length + " bytes said, " + bytes.length + " written");
        }
        return bytes;
    }
}
