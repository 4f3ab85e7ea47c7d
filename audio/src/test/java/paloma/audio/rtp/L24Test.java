package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class L24Test {
    @Test
    void writesItsBytes() {
        short[] samples = {1, -2, 32_767, -32_768, 0x1234};
        assertThat(Hex.written(out -> L24.write(samples, 0, 5, out)))
                .isEqualTo(Hex.bytes("00 01 00 ff fe 00 7f ff 00 80 00 00 12 34 00"));
        assertThat(Hex.written(out -> L24.write(samples, 1, 1, out))).isEqualTo(Hex.bytes("ff fe 00"));
    }

    @Test
    void readsItsBytesRoundedToTheNearest() {
        short[] read = new short[9];
        ByteBuf in = Hex.buffer("00 01 7f  00 01 80  ff ff 7f  ff ff 80  7f ff 7f  7f ff 80  7f ff ff");
        L24.read(in, read, 1, 7);
        assertThat(read).containsExactly(0, 1, 2, -1, 0, 32_767, 32_767, 32_767, 0);
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void readsTheLeastAndItsNeighbours() {
        short[] read = new short[3];
        L24.read(Hex.buffer("80 00 00  80 00 7f  80 00 80"), read, 0, 3);
        assertThat(read).containsExactly(-32_768, -32_768, -32_767);
    }

    @Test
    void carriesEverySampleAsItIs() {
        short[] samples = new short[65_536];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) i;
        }
        ByteBuf bytes = Unpooled.wrappedBuffer(Hex.written(out -> L24.write(samples, 0, samples.length, out)));
        short[] read = new short[samples.length];
        L24.read(bytes, read, 0, samples.length);
        assertThat(read).isEqualTo(samples);
    }
}
