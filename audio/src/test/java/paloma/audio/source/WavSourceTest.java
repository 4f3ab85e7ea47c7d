package paloma.audio.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

        try (Source source = ConvertedSource.of(WavSource.open(file), new PcmFormat(44_100, 1))) {
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

    /** Each file has one frame of stereo of each kind of number. */
    @ParameterizedTest
    @CsvSource({
        "1, 8, 80ff, 0 32512",
        "1, 8, 0081, -32768 256",
        "1, 12, 0080f07f, -32768 32752",
        "1, 24, 7f0001 800001, 256 257",
        "1, 24, 800080 ffff7f, -32767 32767",
        "1, 20, 000080 f0ffff, -32768 0",
        "1, 32, ff7f0100 00800100, 1 2",
        "1, 32, 00000080 ffffff7f, -32768 32767",
        "3, 32, 0000003f 000080bf, 16384 -32768",
        "3, 32, 00000040 000000c0, 32767 -32768",
        "3, 32, 0000c07f 0000807f, 0 32767",
        "3, 64, 000000000000e03f 000000000000e0bf, 16384 -16384"
    })
    void readsSamplesOfAnySize(int kind, int bits, String hex, String samples) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Short[] wanted = Stream.of(samples.split(" ")).map(Short::valueOf).toArray(Short[]::new);

        assertThat(read(new WavBytes().plain(kind, 2, 44_100, bits).chunk("data", bytes)))
                .containsExactly(wanted);
        assertThat(read(new WavBytes().extensible(kind, 2, 44_100, bits).chunk("data", bytes)))
                .containsExactly(wanted);
    }

    @Test
    void readsADataChunkBeforeItsFormat() throws Exception {
        WavBytes wav = new WavBytes().chunk("JUNK", new byte[3]).data(NOISE).chunk("LIST", new byte[8]);

        assertThat(read(wav.plain(1, 2, 44_100, 16))).isEqualTo(NOISE);
    }

    @ParameterizedTest
    @CsvSource({"0, 26", "0, 27", "-1, 26", "2147479552, 333"})
    void playsNoChunkBehindASoundOfUnknownLength(int length, int textBytes) throws Exception {
        WavBytes wav =
                stereo().data(NOISE, length).chunk("LIST", new byte[textBytes]).chunk("cue ", new byte[28]);

        assertThat(read(wav)).isEqualTo(NOISE);
    }

    @Test
    void saysThatAFileEndsEarly() throws Exception {
        byte[] wav = stereo().data(NOISE, 4 * 44_100 * 3 + 2 * NOISE.length).bytes();
        try (Source source = open(wav)) {
            assertThat(Samples.of(source, NOISE.length / 2)).isEqualTo(NOISE);
            assertThatThrownBy(() -> Samples.all(source))
                    .isInstanceOf(BrokenSourceException.class)
                    .hasMessageMatching(
                            "\".*sound\\.wav\" ends 132300 frames \\(3\\.00 s\\) early: it is not complete\\.");
        }
    }

    @Test
    void refusesSamplesOfOtherSizes() throws Exception {
        assertRefused(new WavBytes().plain(1, 2, 44_100, 64).bytes(), "holds 64-bit samples");
        assertRefused(new WavBytes().plain(1, 2, 44_100, 0).bytes(), "holds 0-bit samples");
        assertRefused(new WavBytes().plain(3, 2, 44_100, 16).bytes(), "holds 16-bit floating-point samples");
        assertRefused(new WavBytes().extensible(3, 2, 44_100, 24).bytes(), "holds 24-bit floating-point samples");
    }

    @Test
    void refusesWhatIsCompressed() throws Exception {
        assertRefused(new WavBytes().plain(0x55, 2, 44_100, 0).bytes(), "is compressed (format 85)");
        assertRefused(new WavBytes().extensible(7, 2, 44_100, 8).bytes(), "is compressed (format 7)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7_999, 768_001, Integer.MAX_VALUE, -1})
    void refusesARateThatNobodyUses(int rate) throws Exception {
        assertRefused(
                new WavBytes().plain(1, 2, rate, 16).bytes(),
                "has " + (rate & 0xFFFF_FFFFL) + " frames a second; convert it to a rate from 8000 to 768000.");
    }

    @ParameterizedTest
    @CsvSource({
        "RF64....WAVE, is an RF64 file; convert it to a WAV file of PCM.",
        "BW64....WAVE, is an RF64 file",
        "RIFX....WAVE, is a RIFX file",
        "FORM....AIFF, is an AIFF file",
        "fLaC........, is a FLAC file",
        "riff\u002e\u0091\u00cf\u0011...., is a W64 file"
    })
    void saysWhatElseItIs(String head, String what) throws Exception {
        assertRefused(head.getBytes("ISO-8859-1"), what);
    }

    @Test
    void refusesAHeaderThatCannotBe() throws Exception {
        assertRefused(new WavBytes().plain(1, 0, 44_100, 16).bytes(), "has a damaged header");
        assertRefused(new WavBytes().plain(1, 2, 0, 16).bytes(), "has a damaged header");
        assertRefused(new WavBytes().plain(1, 65, 44_100, 16).bytes(), "has a damaged header");
        byte[] oddFrames = new WavBytes().plain(1, 2, 44_100, 16).data(NOISE).bytes();
        oddFrames[32] = 3;
        assertRefused(oddFrames, "has a damaged header");
        assertRefused(new WavBytes().data(NOISE).bytes(), "does not say what its samples are");
    }

    @Test
    void refusesWhatIsNoWav() throws Exception {
        assertRefused(new byte[0], "is empty; name another file");
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
    void readsEveryProperPrefixOfTheSoundAndThenSaysSo() throws Exception {
        byte[] whole = stereo().data(Arrays.copyOf(NOISE, 10)).bytes();

        for (int length = whole.length - 20; length < whole.length; length++) {
            int frames = (length - whole.length + 20) / 4;
            try (Source source = open(Arrays.copyOf(whole, length))) {
                assertThat(Samples.of(source, frames)).isEqualTo(Arrays.copyOf(NOISE, 2 * frames));
                assertThatThrownBy(() -> Samples.all(source)).isInstanceOf(BrokenSourceException.class);
            }
        }
    }

    @Test
    void saysSoWhereThereIsNoFile() {
        assertThatThrownBy(() -> WavSource.open(folder.resolve("none.wav")))
                .isInstanceOf(UnusableException.class)
                .hasMessageStartingWith("There is no file \"")
                .hasMessageContaining("none.wav");
        assertThatThrownBy(() -> WavSource.open(folder))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("is a folder; name a file in it");
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
        return ConvertedSource.of(WavSource.open(Files.write(folder.resolve("sound.wav"), wav)), PcmFormat.DEFAULT);
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
