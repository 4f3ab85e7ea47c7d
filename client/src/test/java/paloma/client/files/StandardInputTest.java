package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.FakeTerminal;
import paloma.client.Main;
import paloma.client.terminal.CliException;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.wire.FileFacts;

class StandardInputTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, Chunks.BYTES, 2 * Chunks.BYTES + 3})
    void isAFileOnceItHasEnded(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (StandardInput input = StandardInput.of(new ByteArrayInputStream(bytes), false)) {
            assertThat(input.size()).isEqualTo(size);
            assertThat(read(input)).isEqualTo(bytes);
            assertThat(read(input)).as("a second attempt").isEqualTo(bytes);
        }
    }

    @Test
    void hasNoPermissionsOfItsOwn() throws Exception {
        try (StandardInput input = StandardInput.of(InputStream.nullInputStream(), false);
                OutgoingFile file = input.source().open()) {
            assertThat(file.facts().mode()).isEqualTo(FileFacts.NO_MODE);
        }
    }

    @Test
    void saysThatItCannotBeRead() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> StandardInput.of(broken, false))
                .isInstanceOf(CliException.class)
                .hasMessageContainingAll("Nothing sent: ", "(No space left on device)", "java.io.tmpdir");
    }

    @Test
    void ctrlCEndsTheReadingOfAPipeThatIsOpen() throws Exception {
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream open = new PipedInputStream(writer)) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread command = new Thread(() -> {
                try {
                    StandardInput.of(open, false);
                } catch (Throwable e) {
                    ended.complete(e);
                }
            });
            command.start();
            command.interrupt();
            assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "put - 127.0.0.1, has no name",
        "put - 127.0.0.1/, has no name",
        "put - 127.0.0.1/folder/, has no name",
        "put - other 127.0.0.1/name, send it alone",
        "put other - 127.0.0.1/name, send it alone",
        "put -r - 127.0.0.1/name, send it alone",
        "put - 127.0.0.1/../up, Nothing sent: ",
        "get -r 127.0.0.1/folder -, Only one file",
        "get 127.0.0.1/a 127.0.0.1/b -, Only one file",
        "get 127.0.0.1 -, 'Name a file: 127.0.0.1/NAME, or'",
        "get 127.0.0.1/ -, 'Name a file: 127.0.0.1/NAME, or'",
    })
    void whatIsNoSingleFileIsAUsageError(String words, String why) {
        FakeTerminal terminal = FakeTerminal.pipe();

        assertThat(Main.run(terminal.terminal(), words.split(" "))).isEqualTo(2);
        assertThat(terminal.err().lines()).singleElement().asString().contains(why);
        assertThat(terminal.out()).isEmpty();
    }

    private static byte[] read(StandardInput input) throws Exception {
        try (OutgoingFile file = input.source().open()) {
            byte[] all = new byte[(int) file.facts().size()];
            byte[] chunk = new byte[Chunks.BYTES];
            for (int index = 0; index < Chunks.count(all.length); index++) {
                int length = file.read(index, chunk);
                System.arraycopy(chunk, 0, all, index * Chunks.BYTES, length);
                assertThat(file.hash(index)).isEqualTo(Sha256.of(Arrays.copyOf(chunk, length), length));
            }
            assertThat(file.changed()).isFalse();
            return all;
        }
    }
}
