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
    void leavesTheFilesBytesInTheFrame() {
        ByteBuf frame = Unpooled.wrappedBuffer(Example.DATA.bytes());
        Data data = (Data) Frame.decode(frame);
        assertThat(data.bytes()).isSameAs(frame);
        assertThat(frame.readerIndex()).isEqualTo(Data.HEADER_BYTES);
        assertThat(frame.readableBytes()).isEqualTo(6);
    }

    @Test
    void writesDataStraightFromAnArrayBehindWhatStandsThere() {
        ByteBuf out = Unpooled.directBuffer(8).writeByte(0x55);
        int length = Data.write(out, true, 0, Example.bytes("00 68 65 6c 6c 6f 0a 00"), 1, 6);
        assertThat(length).isEqualTo(14);
        assertThat(out.readByte()).isEqualTo((byte) 0x55);
        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(Example.DATA.bytes());
        assertThat(out.release()).isTrue();
    }

    @Test
    void makesNoGarbageToSpeakOf() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] file = new byte[Wire.SAFE_BYTES - Data.HEADER_BYTES];
        ByteBuf out = Unpooled.directBuffer(Wire.SAFE_BYTES, Wire.SAFE_BYTES);
        int rounds = 20_000;
        long taken = 0;
        for (int i = -rounds; i < rounds; i++) {
            if (i == 0) {
                taken = memory.getCurrentThreadAllocatedBytes();
            }
            Data.write(out.clear(), false, 0, file, 0, file.length);
        }
        taken = memory.getCurrentThreadAllocatedBytes() - taken;
        assertThat(out.release()).isTrue();
        // A view of the buffer would take 64 bytes.
        assertThat(taken / rounds).isLessThan(32);
    }
}
