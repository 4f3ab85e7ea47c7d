package paloma.audio.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Noise;
import paloma.audio.WavBytes;
import paloma.audio.pcm.PcmBytes;
import paloma.audio.pcm.PcmFormat;
import paloma.testkit.Processes;

/** What comes through a pipe, in pieces of any size, from a stream that says of nothing how much of it there is. */
@Timeout(60)
class PipeSourceTest {
    private static final short[] NOISE = Noise.samples(5_000, 1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 12, 13, 1_000, 100_000})
    void recognisesAWavFile(int pieceBytes) throws Exception {
        byte[] wav = stereo().data(NOISE).chunk("LIST", new byte[100]).bytes();

        assertThat(read(wav, pieceBytes)).isEqualTo(NOISE);
        assertThat(read(bytes(NOISE), pieceBytes)).isEqualTo(NOISE);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 7", "-1, 100000", "2147479552, 11", "2147483647, 1000", "-36, 4096"})
    void readsToTheEndWhereTheHeaderDoesNotKnowIt(int length, int pieceBytes) throws Exception {
        assertThat(read(stereo().data(NOISE, length).bytes(), pieceBytes)).isEqualTo(NOISE);
    }

    @ParameterizedTest
    @CsvSource({"LIST, INFO, 1", "LIST, adtl, 5", "'id3 ', 'ID3\3', 8192", "'ID3 ', 'ID3\4', 100000", "LIST, INFO, 17"})
    void playsNoTextBehindTheSound(String tag, String kind, int pieceBytes) throws Exception {
        WavBytes wav = stereo().data(NOISE, -1).chunk(tag, (kind + "IART....Nobody  ").getBytes(ISO_8859_1));

        assertThat(read(wav.chunk("cue ", new byte[28]).bytes(), pieceBytes)).isEqualTo(NOISE);
    }

    /** Sound that ends as text begins, and goes on, or does not. */
    @ParameterizedTest
    @ValueSource(strings = {"LIST", "LISTLIST1234INF.", "LI", "id3 1234ID.4", "....LIST1234INFI", "LIST1234"})
    void playsWhatOnlyBeginsAsText(String text) throws Exception {
        byte[] sound = text.getBytes(ISO_8859_1);
        short[] samples = new short[sound.length / 4 * 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (sound[2 * i] & 0xFF | sound[2 * i + 1] << 8);
        }
        byte[] wav = stereo().data(new short[0], 0).bytes();
        byte[] all = Arrays.copyOf(wav, wav.length + sound.length);
        System.arraycopy(sound, 0, all, wav.length, sound.length);
        for (int pieceBytes = 1; pieceBytes < 20; pieceBytes++) {
            assertThat(read(all, pieceBytes)).isEqualTo(samples);
        }
    }

    @Test
    void saysThatAWavFileEndsEarly() {
        byte[] wav = stereo().data(NOISE, 2 * NOISE.length + 44_100).bytes();

        assertThatThrownBy(() -> read(wav, 999))
                .isInstanceOf(BrokenSourceException.class)
                .hasMessage("\"-\" ends 11025 frames (0.25 s) early: it is not complete.");
    }

    @Test
    void takesAWavFileForSamplesIfItIsTold() throws Exception {
        byte[] wav = stereo().data(NOISE).bytes();

        assertThat(read(source(PipeSource.Holding.BARE_SAMPLES, wav, 10))).hasSize(22 + NOISE.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fLaC\0\0\0\"..........", "OggS\0...........", "ID3\4...........", "RF64....WAVEds64"})
    void playsNoFileOfAnotherKindAsNoise(String text) {
        assertThatThrownBy(() -> read(text.getBytes(ISO_8859_1), 4))
                .isInstanceOf(BrokenSourceException.class)
                .hasMessageMatching(
                        "\"-\" is an? .* file; send a WAV file of PCM, or bare samples with --raw-input\\.");
    }

    @Test
    void takesNothingElseForAWavFileWhereThatWasPromised() {
        assertThatThrownBy(() -> read(source(PipeSource.Holding.WAV, bytes(NOISE), 4)))
                .isInstanceOf(BrokenSourceException.class)
                .hasMessageContaining("is not a WAV file");
    }

    @Test
    void saysThatNothingCame() {
        assertThatThrownBy(() -> read(new byte[0], 4))
                .isInstanceOf(BrokenSourceException.class)
                .hasMessage("\"-\" is empty; check what writes to it.");
    }

    @Test
    void convertsWhatItFinds() throws Exception {
        byte[] wav = new WavBytes()
                .plain(1, 1, 96_000, 24)
                .chunk("data", new byte[96_000 * 3])
                .bytes();

        assertThat(read(wav, 1_000)).hasSize(2 * 44_100).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"song.wav", "song"})
    void readsAPipeThatHasAName(String name) throws Exception {
        Processes.require("mkfifo");
        Path pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        byte[] wav = stereo().data(NOISE).bytes();
        Thread writer = new Thread(() -> write(pipe, wav));
        try (Source source = sources(false).open(pipe.toString())) {
            writer.start();
            assertThat(source.isPipe()).isTrue();
            assertThat(Samples.all(source)).isEqualTo(NOISE);
        }
        writer.join();
    }

    @Test
    void readsAFileOfBareSamplesIfItIsTold() throws Exception {
        Path file = Files.write(folder.resolve("song.raw"), bytes(NOISE));
        try (Source source = sources(true).open(file.toString())) {
            assertThat(Samples.all(source)).isEqualTo(NOISE);
        }
    }

    private static void write(Path pipe, byte[] bytes) {
        try {
            Files.write(pipe, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static WavBytes stereo() {
        return new WavBytes().plain(1, 2, 44_100, 16);
    }

    private static Sources sources(boolean rawInput) {
        return new Sources(PcmFormat.DEFAULT, PcmFormat.DEFAULT, rawInput, InputStream.nullInputStream());
    }

    private static byte[] bytes(short[] samples) {
        byte[] bytes = new byte[2 * samples.length];
        new PcmBytes().of(samples, samples.length).get(bytes);
        return bytes;
    }

    private static short[] read(byte[] bytes, int pieceBytes) throws IOException {
        return read(source(PipeSource.Holding.EITHER, bytes, pieceBytes));
    }

    private static short[] read(Source source) throws IOException {
        try (source) {
            return Samples.all(source);
        }
    }

    private static Source source(PipeSource.Holding holding, byte[] bytes, int pieceBytes) {
        return new PipeSource("-", () -> new Pieces(bytes, pieceBytes), holding, PcmFormat.DEFAULT, PcmFormat.DEFAULT);
    }

    private static final class Pieces extends ByteArrayInputStream {
        private final int pieceBytes;

        Pieces(byte[] bytes, int pieceBytes) {
            super(bytes);
            this.pieceBytes = pieceBytes;
        }

        @Override
        public synchronized int read(byte[] into, int at, int length) {
            return super.read(into, at, Math.min(pieceBytes, length));
        }

        @Override
        public synchronized int available() {
            throw new AssertionError("a pipe does not know");
        }
    }
}
