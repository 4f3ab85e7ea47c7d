package paloma.audio.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Noise;
import paloma.audio.pcm.Metronome;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavHeader;

class WavSinkTest {
    private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
    private static final int CHUNK = 1_024;

    @TempDir
    Path folder;

    private Path file;
    private long now;

    @BeforeEach
    void name() {
        file = folder.resolve("sound.wav");
    }

    @Test
    void keepsEverySample() throws Exception {
        short[] noise = Noise.samples(100 * CHUNK * 2, 1);
        try (WavSink sink = sink()) {
            write(sink, noise);
        }

        assertThat(Files.size(file)).isEqualTo(WavHeader.BYTES + 2L * noise.length);
        assertThat(readByTheJdk()).isEqualTo(noise);
    }

    @Test
    void isAtMostASecondBehindInAValidFileWheneverItIsKilled() throws Exception {
        short[] noise = Noise.samples(130 * CHUNK * 2, 2);
        try (WavSink sink = sink()) {
            assertThat(readByTheJdk()).isEmpty();
            for (int at = 0; at < noise.length; at += CHUNK * 2) {
                sink.write(Arrays.copyOfRange(noise, at, at + CHUNK * 2), CHUNK);

                short[] saved = readByTheJdk();
                assertThat(saved).isEqualTo(Arrays.copyOf(noise, saved.length));
                assertThat(at + CHUNK * 2 - saved.length).isLessThan(FORMAT.rate() * 2);
            }
        }
    }

    @Test
    void takesAsLongAsASpeaker() throws Exception {
        try (WavSink sink = sink()) {
            write(sink, new short[20 * CHUNK * 2]);

            assertThat(now).isEqualTo(FORMAT.nanos(20 * CHUNK));
            assertThat(sink.queuedFrames()).isZero();
        }
    }

    @Test
    void writesAnewWhatWasThere() throws Exception {
        Files.write(file, new byte[10_000]);
        sink().close();

        assertThat(Files.size(file)).isEqualTo(WavHeader.BYTES);
    }

    @Test
    void endsInASentenceWhenTheFileIsFull() throws Exception {
        try (WavSink sink = new WavSink(file, FORMAT, metronome(), 3 * CHUNK * 4)) {
            write(sink, new short[3 * CHUNK * 2]);

            assertThatThrownBy(() -> sink.write(new short[2], 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is full: a WAV file holds 4 GiB");
        }
        assertThat(readByTheJdk()).hasSize(3 * CHUNK * 2);
    }

    @Test
    void refusesAFileThatCannotBe() {
        assertThatThrownBy(() -> WavSink.open(folder.resolve("none").resolve("sound.wav"), FORMAT))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void refusesAFolderWithTheNameOfAFile() throws Exception {
        Files.createDirectory(file);

        assertThatThrownBy(() -> WavSink.open(file, FORMAT))
                .isInstanceOf(UnusableException.class)
                .hasMessage("\"" + file + "\" is no file that can be recorded into; name another, or - for a pipe.");
    }

    @Test
    void keepsEverySampleOfAThreadThatIsInterrupted() throws Exception {
        try (WavSink sink = sink()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> sink.write(new short[CHUNK * 2], CHUNK))
                    .isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(readByTheJdk()).hasSize(CHUNK * 2);
    }

    @Test
    void saysHowMuchItHolds() throws Exception {
        WavSink sink = sink();
        write(sink, new short[100 * CHUNK * 2]);
        sink.close();

        assertThat(sink.kept()).isEqualTo("\"" + file + "\" holds the first 2.3 s.");
    }

    /** As many samples are kept as there was room for, and those are said and in the header. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 43, 44, 100})
    void aFullDiskKeepsWhatWasWrittenBefore(int chunks) throws Exception {
        short[] noise = Noise.samples(101 * CHUNK * 2, 3);
        Disk disk = new Disk(WavHeader.BYTES + (chunks * CHUNK + CHUNK / 2) * 4L);
        WavSink sink = new WavSink(file, disk, FORMAT, metronome(), WavHeader.MAX_DATA_BYTES);

        assertThatThrownBy(() -> write(sink, noise)).hasMessage("No space left on device");
        sink.close();

        assertThat(readByTheJdk()).isEqualTo(Arrays.copyOf(noise, chunks * CHUNK * 2));
        assertThat(sink.kept()).endsWith(" holds the first " + FORMAT.seconds(chunks * CHUNK) + ".");
    }

    /** Where the header cannot be written anew either, that of the second before stays. */
    @Test
    void aDiskThatTakesNoHeaderKeepsTheLastOne() throws Exception {
        short[] noise = Noise.samples(100 * CHUNK * 2, 4);
        Disk disk = new Disk(Long.MAX_VALUE);
        WavSink sink = new WavSink(file, disk, FORMAT, metronome(), WavHeader.MAX_DATA_BYTES);
        write(sink, noise);
        disk.isBroken = true;

        assertThatThrownBy(sink::close).hasMessage("Input/output error");
        assertThat(sink.kept()).contains(" may lack some of its ");
        assertThat(readByTheJdk()).isEqualTo(Arrays.copyOf(noise, readByTheJdk().length));
        sink.close();
    }

    @Test
    void aRecordingThatWasRemovedIsNoSuccess() throws Exception {
        WavSink sink = sink();
        write(sink, new short[10 * CHUNK * 2]);
        Files.delete(file);

        assertThatThrownBy(sink::close).hasMessageContaining("removed");
    }

    @Test
    void aRecordingThatWasReplacedIsNoSuccess() throws Exception {
        WavSink sink = sink();
        write(sink, new short[10 * CHUNK * 2]);
        Files.delete(file);
        Files.write(file, new byte[100]);

        assertThatThrownBy(sink::close).hasMessageContaining("replaced");
        assertThat(Files.size(file)).isEqualTo(100);
    }

    /** A disk with so many bytes for a file. */
    private final class Disk extends RandomAccessFile {
        private final long capacityBytes;
        private boolean isBroken;

        Disk(long capacityBytes) throws IOException {
            super(file.toFile(), "rw");
            this.capacityBytes = capacityBytes;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            write(bytes, 0, bytes.length);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (isBroken) {
                throw new IOException("Input/output error");
            }
            int room = (int) Math.min(length, Math.max(0, capacityBytes - getFilePointer()));
            super.write(bytes, offset, room);
            if (room < length) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void closesTwiceInPeace() throws Exception {
        WavSink sink = sink();
        sink.write(new short[2], 1);
        sink.close();
        sink.close();

        assertThat(readByTheJdk()).hasSize(2);
    }

    private WavSink sink() throws IOException {
        return new WavSink(file, FORMAT, metronome(), WavHeader.MAX_DATA_BYTES);
    }

    private Metronome metronome() {
        return new Metronome(FORMAT, () -> now, nanos -> now += nanos);
    }

    private static void write(Sink sink, short[] samples) throws IOException {
        for (int at = 0; at < samples.length; at += CHUNK * 2) {
            sink.write(Arrays.copyOfRange(samples, at, at + CHUNK * 2), CHUNK);
        }
    }

    private short[] readByTheJdk() throws Exception {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
            byte[] bytes = in.readAllBytes();
            short[] samples = new short[bytes.length / 2];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        }
    }
}
