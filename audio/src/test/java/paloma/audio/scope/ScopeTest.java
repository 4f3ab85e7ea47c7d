package paloma.audio.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Noise;
import paloma.audio.WavBytes;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Shutdown;
import paloma.audio.spectrum.Spectrum;
import paloma.net.BugReport;
import picocli.CommandLine;

class ScopeTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 1_000, 100_000})
    void drawsSoundOfAnyLength(int frames) {
        System.setProperty("java.awt.headless", "true");
        BufferedImage picture = Scope.picture(Noise.samples(frames * 2, 1), PcmFormat.DEFAULT, "noise");

        assertThat(picture.getWidth()).isEqualTo(1_180);
    }

    @Test
    void drawsBesideTheSound() throws Exception {
        Path wav = Files.write(
                folder.resolve("song.wav"),
                new WavBytes()
                        .plain(1, 1, 8_000, 16)
                        .data(Noise.samples(8_000, 1))
                        .bytes());

        assertThat(run(wav.toString())).isZero();
        assertThat(out).hasToString("Drawn: " + folder.resolve("song.png") + System.lineSeparator());
        assertThat(ImageIO.read(folder.resolve("song.png").toFile())).isNotNull();
    }

    @Test
    void saysInASentenceWhatCannotBeDrawn() throws Exception {
        Path empty = Files.write(
                folder.resolve("empty.wav"),
                new WavBytes().plain(1, 1, 8_000, 16).data(new short[0]).bytes());

        assertThat(run(empty.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.matches("[^\\n]+\\."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--page-token new", "--page-tls-cert x", "--page 7801 --png x.png", "--page 0.0.0.0:7801"})
    void refusesAPageThatCannotBe(String options) throws Exception {
        Path sound = Files.write(
                folder.resolve("sound.wav"),
                new WavBytes().plain(1, 1, 8_000, 16).data(new short[8_000]).bytes());

        assertThat(run((sound + " " + options).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("--page");
        assertThat(folder).isDirectoryNotContaining("glob:**.png");
    }

    /** What Linux has for a disk that is always full. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhyAPictureCannotBeWritten() {
        assertThatThrownBy(
                        () -> Picture.write(Noise.samples(8_000, 1), PcmFormat.DEFAULT, "Noise", Path.of("/dev/full")))
                .isInstanceOf(UnusableException.class)
                .hasMessage("\"/dev/full\" cannot be written (No space left on device); use another place.");
    }

    @Test
    void showsASineAtItsLevel() {
        float[] sine = new float[20_000];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (float) (0.5 * Math.sin(2 * Math.PI * i / 16));
        }
        double[] power = new Spectrum(1_024).average(sine);

        assertThat(Spectrum.decibels(power[64])).isBetween(-6.03, -6.01);
        assertThat(Spectrum.decibels(power[200])).isLessThan(-100);
    }

    private int run(String... args) {
        return new CommandLine(new ScopeCommand(new BugReport(folder), Shutdown.OF_PROCESS))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
