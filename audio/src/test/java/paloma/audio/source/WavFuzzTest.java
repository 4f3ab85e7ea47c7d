package paloma.audio.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.audio.WavBytes;
import paloma.audio.fuzz.FuzzTest;
import paloma.audio.pcm.UnusableException;

/** WAV files, read as files and as streams. */
class WavFuzzTest extends FuzzTest {
    private static final short[] SAMPLES = {1, -2, 3, -4, 5, -6};
    private static final byte[] TEXT = "INFOISFT\5\0\0\0odd!\0".getBytes(US_ASCII);

    /** One in so many is a file as well: making one takes longer than all the rest. */
    private static final int FILES = 16;

    private final short[] frames = new short[64 * 32];

    private int inputs = -1;

    @TempDir
    Path folder;

    WavFuzzTest() {
        super(4_096, 1 << 20);
    }

    @Override
    protected int soakInputs() {
        return 400_000;
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                new WavBytes().plain(1, 2, 44_100, 16).data(SAMPLES).bytes(),
                new WavBytes()
                        .plain(1, 1, 8_000, 8)
                        .data(SAMPLES)
                        .chunk("LIST", TEXT)
                        .bytes(),
                new WavBytes()
                        .plain(1, 2, 48_000, 24)
                        .data(SAMPLES, 0)
                        .chunk("LIST", TEXT)
                        .bytes(),
                new WavBytes()
                        .plain(3, 1, 96_000, 32)
                        .chunk("fact", new byte[4])
                        .data(SAMPLES, -1)
                        .bytes(),
                new WavBytes().extensible(3, 2, 44_100, 64).data(SAMPLES).bytes(),
                new WavBytes()
                        .extensible(1, 6, 192_000, 32)
                        .data(SAMPLES, 6_000)
                        .bytes(),
                new WavBytes().data(SAMPLES).plain(1, 2, 44_100, 16).bytes());
    }

    @Override
    protected boolean check(byte[] input) throws Exception {
        ByteArrayInputStream stream = new ByteArrayInputStream(input);
        FileKind kind = FileKind.of(stream.readNBytes(FileKind.HEAD_BYTES));
        boolean isStream = kind == FileKind.WAV && isRead(() -> WavSource.ofStream(stream, "-"), input.length);
        if (++inputs % FILES == 0) {
            Path file = Files.write(folder.resolve("some.wav"), input);
            boolean isFile = isRead(() -> WavSource.open(file), input.length);
            assertThat(isFile || !isStream).isTrue();
        }
        return isStream;
    }

    private interface Opening {
        Source open() throws IOException, UnusableException;
    }

    private boolean isRead(Opening opening, int bytes) throws IOException {
        try (Source source = opening.open()) {
            int channels = source.format().channels();
            assertThat(channels).isBetween(1, 64);
            assertThat(source.format().rate()).isBetween(8_000, 768_000);
            assertThat(frames(source)).isLessThanOrEqualTo(bytes / channels);
            return true;
        } catch (UnusableException e) {
            assertThat(e.getMessage()).matches("\\P{Cntrl}{1,300}\\.");
            return false;
        }
    }

    private long frames(Source source) throws IOException {
        long all = 0;
        try {
            int got;
            while ((got = source.read(frames, frames.length / source.format().channels())) >= 0) {
                assertThat(got).isPositive();
                all += got;
            }
        } catch (BrokenSourceException e) {
            assertThat(e.getMessage()).contains("early");
        }
        return all;
    }

    /** Whoever walks them anew from each place takes hours. */
    @Test
    void isDoneSoonWithManySmallChunksThatDoNotLeadToTheEnd() throws Throwable {
        WavBytes wav = new WavBytes().plain(1, 2, 44_100, 16).data(new short[0], 0);
        byte[] chunks = wav.chunk("many", new byte[3 << 20]).bytes();
        for (int at = chunks.length - (3 << 20); at < chunks.length - 8; at += 8) {
            System.arraycopy("tiny".getBytes(US_ASCII), 0, chunks, at, 4);
        }
        chunks[chunks.length - 4] = 1;
        assertThat(cpuNanos(() -> check(chunks))).isLessThan(2_000_000_000L);
    }
}
