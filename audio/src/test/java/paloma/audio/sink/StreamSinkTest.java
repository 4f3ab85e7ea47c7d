package paloma.audio.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import paloma.audio.pcm.Metronome;
import paloma.audio.pcm.PcmFormat;

class StreamSinkTest {
    private static final PcmFormat FORMAT = PcmFormat.DEFAULT;

    private long now;

    @Test
    void writesLittleEndianAndKeepsNothingBack() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Sink sink = sink(new BufferedOutputStream(out))) {
            sink.write(new short[] {0x0102, -2, 3, 4, 5, 6}, 2);

            assertThat(out.toByteArray()).containsExactly(2, 1, 0xFE, 0xFF, 3, 0, 4, 0);
        }
    }

    @Test
    void takesAsLongAsASpeaker() throws Exception {
        try (Sink sink = sink(OutputStream.nullOutputStream())) {
            for (int i = 0; i < 100; i++) {
                sink.write(new short[2_048], 1_024);
            }
            assertThat(now).isEqualTo(FORMAT.nanos(102_400));
        }
    }

    @Test
    void endsWhenNobodyReadsAnyMore() throws Exception {
        PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in);
        in.close();

        assertThatThrownBy(() -> sink(out).write(new short[2], 1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sink(new PrintStream(out)).write(new short[2], 1))
                .isInstanceOf(IOException.class);
    }

    private Sink sink(OutputStream out) {
        return new StreamSink(out, FORMAT, new Metronome(FORMAT, () -> now, nanos -> now += nanos));
    }
}
