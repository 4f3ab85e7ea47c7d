package paloma.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.wire.FileFacts;

class InodeTest {
    @Test
    void tellsWhatItIs() throws Exception {
        assertThat(Inode.of(Path.of("/"), false).isFolder()).isTrue();
        assertThat(Inode.of(Path.of("/dev/null"), false).kind()).isEqualTo("a device");
        assertThat(new Inode(0010000, 0644, 0, 0, null).kind()).isEqualTo("a pipe");
        assertThat(new Inode(0140000, 0644, 0, 0, null).kind()).isEqualTo("a socket");
    }

    @Test
    void onlyNineBitsTravel() throws Exception {
        Inode program = new Inode(Inode.REGULAR, 06751, 7, -5, null);
        assertThat(program.facts(7)).isEqualTo(new FileFacts(7, 0751, -5));
        assertThat(program.isSpecial()).isTrue();
        assertThat(new Inode(Inode.FOLDER, 01777, 0, 0, null).isSpecial()).isTrue();
        assertThat(new Inode(Inode.REGULAR, 0777, 0, 0, null).isSpecial()).isFalse();
    }

    @Test
    void whatHasNoPermissionsSendsNone() throws Exception {
        Inode file = new Inode(Inode.REGULAR, FileFacts.NO_MODE, 7, 0, null);
        assertThat(file.facts(7).mode()).isEqualTo(FileFacts.NO_MODE);
        assertThat(file.isSpecial()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
    void aTimeThatDoesNotFitIsNotSentAsAnother(long nanos) {
        assertThatThrownBy(() -> new Inode(Inode.REGULAR, 0644, 7, nanos, null).facts(7))
                .isInstanceOf(LeftOutException.class)
                .hasMessage("its time is before 1677 or after 2262, which cannot be sent");
    }
}
