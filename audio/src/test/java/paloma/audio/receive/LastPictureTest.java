package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.audio.Noise;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

class LastPictureTest {
    private static final PcmFormat FORMAT = new PcmFormat(8_000, 1);

    @TempDir
    Path folder;

    @Test
    void drawsWhatWasHeard() throws Exception {
        LastPicture picture = new LastPicture(folder.resolve("heard.png"), FORMAT);
        picture.recent().add(Noise.samples(8_000, 1));

        assertThat(picture.draw()).isEqualTo("Drawn: " + folder.resolve("heard.png"));
        assertThat(ImageIO.read(folder.resolve("heard.png").toFile()).getHeight())
                .isGreaterThan(500);
    }

    @Test
    void leavesOutTheSilenceBefore() throws Exception {
        LastPicture after = new LastPicture(folder.resolve("after.png"), FORMAT);
        after.recent().add(new short[8_000]);
        after.recent().add(Noise.samples(8_000, 1));
        LastPicture alone = new LastPicture(folder.resolve("alone.png"), FORMAT);
        alone.recent().add(Noise.samples(8_000, 1));
        after.draw();
        alone.draw();

        assertThat(folder.resolve("after.png")).hasSameBinaryContentAs(folder.resolve("alone.png"));
    }

    @Test
    void drawsNoSilence() throws Exception {
        LastPicture picture = new LastPicture(folder.resolve("heard.png"), FORMAT);
        picture.recent().add(new short[8_000]);

        assertThat(picture.draw()).startsWith("Nothing was played in the last 10 s, so ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsTheLastTenSeconds() throws Exception {
        LastPicture picture = new LastPicture(folder.resolve("heard.png"), FORMAT);
        short[] before = Noise.samples(16_000, 1);
        short[] last = Noise.samples(80_000, 2);
        picture.recent().add(before);
        picture.recent().add(last);

        assertThat(picture.recent().samples()).isEqualTo(last);
    }

    @Test
    void keepsNothingWhereNoPictureIsWanted() throws Exception {
        LastPicture picture = new LastPicture(null, FORMAT);
        picture.recent().add(Noise.samples(8_000, 1));

        assertThat(picture.recent().samples()).isEmpty();
        assertThat(picture.draw()).isNull();
    }

    @Test
    void refusesAFolderBeforeAnythingIsPlayed() {
        assertThatThrownBy(() -> new LastPicture(folder, FORMAT))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("use an existing folder");
    }
}
