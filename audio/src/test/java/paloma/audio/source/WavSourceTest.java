package paloma.audio.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Noise;
import paloma.audio.WavBytes;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

class WavSourceTest {
    private static final short[] NOISE = Noise.samples(20_002, 1);

    @TempDir
    Path folder;

    @Test
    void givesEverySampleAsItIs() throws Exception {
        assertThat(read(stereo().data(NOISE))).isEqualTo(NOISE);
    }

    @Test
    void readsTheExtensibleHeader() throws Exception {
        assertThat(read(new WavBytes().extensible(1, 2, 44_100, 16).data(NOISE)))
                .isEqualTo(NOISE);
    }

    @Test
    void skipsWhatIsNotSound() throws Exception {
        WavBytes wav = new WavBytes().chunk("LIST", new byte[27]).plain(1, 2, 44_100, 16);

        assertThat(read(wav.chunk("fact", new byte[4]).data(NOISE).chunk("LIST", new byte[100])))
                .isEqualTo(NOISE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 0x7FFF_FFFF, 0x7FFF_F000})
    void readsToTheEndWhereTheHeaderLies(int length) throws Exception {
        assertThat(read(stereo().data(NOISE, length))).isEqualTo(NOISE);
    }

    @Test
    void dropsAPartOfAFrameAtTheEnd() throws Exception {
        assertThat(read(stereo().data(Arrays.copyOf(NOISE, 101)))).isEqualTo(Arrays.copyOf(NOISE, 100));
    }

    @Test
    void givesOneChannelToBoth() throws Exception {
        short[] both = read(new WavBytes().plain(1, 1, 44_100, 16).data(new short[] {1, -2, Short.MIN_VALUE}));

        assertThat(both).containsExactly(1, 1, -2, -2, Short.MIN_VALUE, Short.MIN_VALUE);
    }

    @Test
    void averagesTwoChannelsIntoOne() throws Exception {
        Path file = file(stereo().data(new short[] {10, 20, Short.MAX_VALUE, Short.MAX_VALUE, -100, 100}));

        try (Source source = WavSource.open(file, new PcmFormat(44_100, 1))) {
            assertThat(Samples.all(source)).containsExactly(15, Short.MAX_VALUE, 0);
        }
    }

    @Test
    void mixesASurroundPictureIntoTwoSidesWithoutClipping() throws Exception {
        short[] loud = new short[6];
        Arrays.fill(loud, Short.MIN_VALUE);

        assertThat(read(new WavBytes().extensible(1, 6, 44_100, 16).data(loud)))
                .containsExactly(Short.MIN_VALUE, Short.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 24, 32})
    void refusesOtherSamples(int bits) throws Exception {
        assertRefused(new WavBytes().plain(1, 2, 44_100, bits).bytes(), "holds " + bits + "-bit samples");
        assertRefused(new WavBytes().extensible(1, 2, 44_100, bits).bytes(), "holds " + bits + "-bit samples");
    }

    @Test
    void refusesWhatIsCompressedOrFloating() throws Exception {
        assertRefused(new WavBytes().plain(0x55, 2, 44_100, 0).bytes(), "is compressed (format 85)");
        assertRefused(new WavBytes().extensible(3, 2, 44_100, 32).bytes(), "holds floating-point samples");
    }

    @Test
    void refusesAHeaderThatCannotBe() throws Exception {
        assertRefused(new WavBytes().plain(1, 0, 44_100, 16).bytes(), "has a damaged header");
        assertRefused(new WavBytes().plain(1, 2, 0, 16).bytes(), "has a damaged header");
        assertRefused(new WavBytes().plain(1, 2, -1, 16).bytes(), "has a damaged header");
        assertRefused(new WavBytes().data(NOISE).bytes(), "does not say what its samples are");
    }

    @Test
    void refusesWhatIsNoWav() throws Exception {
        assertRefused(new byte[0], "is not a WAV file");
        assertRefused("Hello, I am a text.".getBytes("US-ASCII"), "is not a WAV file");
    }

    @Test
    void refusesEveryProperPrefixOfTheHeader() throws Exception {
        byte[] whole = new WavBytes()
                .extensible(1, 2, 44_100, 16)
                .chunk("LIST", new byte[5])
                .data(NOISE)
                .bytes();
        int header = whole.length - 2 * NOISE.length;

        for (int length = 0; length < header; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> open(prefix)).isInstanceOf(UnusableException.class);
        }
    }

    @Test
    void readsEveryProperPrefixOfTheSound() throws Exception {
        byte[] whole = stereo().data(Arrays.copyOf(NOISE, 10)).bytes();

        for (int length = whole.length - 20; length < whole.length; length++) {
            try (Source source = open(Arrays.copyOf(whole, length))) {
                assertThat(Samples.all(source)).isEqualTo(Arrays.copyOf(NOISE, (length - whole.length + 20) / 4 * 2));
            }
        }
    }

    @Test
    void saysSoWhereThereIsNoFile() {
        assertThatThrownBy(() -> WavSource.open(folder.resolve("none.wav"), PcmFormat.DEFAULT))
                .isInstanceOf(UnusableException.class)
                .hasMessageStartingWith("There is no file \"")
                .hasMessageContaining("none.wav");
        assertThatThrownBy(() -> WavSource.open(folder, PcmFormat.DEFAULT))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("cannot be read");
    }

    private static WavBytes stereo() {
        return new WavBytes().plain(1, 2, 44_100, 16);
    }

    private short[] read(WavBytes wav) throws Exception {
        try (Source source = open(wav.bytes())) {
            return Samples.all(source);
        }
    }

    private Source open(byte[] wav) throws IOException, UnusableException {
        return WavSource.open(Files.write(folder.resolve("sound.wav"), wav), PcmFormat.DEFAULT);
    }

    private Path file(WavBytes wav) throws IOException {
        return Files.write(folder.resolve("sound.wav"), wav.bytes());
    }

    private void assertRefused(byte[] wav, String why) {
        assertThatThrownBy(() -> open(wav))
                .isInstanceOf(UnusableException.class)
                .hasMessageMatching("\".*sound\\.wav\" .*")
                .hasMessageContaining(why);
    }
}
