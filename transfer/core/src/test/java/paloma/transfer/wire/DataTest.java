package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class DataTest {
    @Test
    void leavesTheFilesBytesInTheDatagram() {
        ByteBuf datagram = Unpooled.wrappedBuffer(Example.DATA.datagram());
        Data data = (Data) Wire.decode(datagram);
        assertThat(data.bytes()).isSameAs(datagram);
        assertThat(datagram.readerIndex()).isEqualTo(Data.HEADER_BYTES);
        assertThat(datagram.readableBytes()).isEqualTo(6);
    }

    @Test
    void writesDataStraightFromAnArrayBehindWhatStandsThere() {
        ByteBuf out = Unpooled.directBuffer(8).writeByte(0x55);
        int length = Data.write(out, Example.Part.TRANSFER, 0, true, 0, Example.bytes("00 68 65 6c 6c 6f 0a 00"), 1, 6);
        assertThat(length).isEqualTo(30);
        assertThat(out.readByte()).isEqualTo((byte) 0x55);
        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(Example.DATA.datagram());
        assertThat(out.release()).isTrue();
    }

    @Test
    void makesNoGarbageToSpeakOf() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] file = new byte[1_176];
        ByteBuf out = Unpooled.directBuffer(Wire.SAFE_BYTES, Wire.SAFE_BYTES);
        int rounds = 20_000;
        long taken = 0;
        for (int i = -rounds; i < rounds; i++) {
            if (i == 0) {
                taken = memory.getCurrentThreadAllocatedBytes();
            }
            Data.write(out.clear(), 1, i, false, 0, file, 0, file.length);
        }
        taken = memory.getCurrentThreadAllocatedBytes() - taken;
        assertThat(out.release()).isTrue();
        // A view of the buffer takes 64 bytes. The checksum takes 16 until the compiler puts it on the stack.
        assertThat(taken / rounds).isLessThan(32);
    }
}
