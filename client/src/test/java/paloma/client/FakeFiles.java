package paloma.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** A server of files that is of another time. */
final class FakeFiles {
    private FakeFiles() {}

    static List<byte[]> versionSevenOnly(byte[] datagram) {
        if (Wire.decode(Unpooled.wrappedBuffer(datagram)) instanceof Hello hello) {
            ByteBuf answer = Unpooled.buffer();
            Wire.encode(new Versions(hello.nonce(), List.of(7)), answer);
            return List.of(ByteBufUtil.getBytes(answer));
        }
        return List.of();
    }
}
