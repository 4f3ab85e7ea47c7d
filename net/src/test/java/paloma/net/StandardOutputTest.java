package paloma.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardOutputTest {
    private static final String NO_SPACE = "No space left on device";

    private final Disk disk = new Disk();
    private final StandardOutput out = new StandardOutput(disk, UTF_8);
    private final List<String> told = new ArrayList<>();

    @Test
    void whatIsPrintedArrivesAsItIs() {
        String long9000 = "ä".repeat(9_000);
        out.println("T");
        out.print(long9000);
        out.write('x');
        assertThat(StandardOutput.exitCode(out, 0, told::add)).isZero();
        assertThat(disk.taken.toString(UTF_8)).isEqualTo("T" + System.lineSeparator() + long9000 + "x");
        assertThat(told).isEmpty();
    }

    /** Short texts reach the disk with a flush, long ones at once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8_192, 8_193, 100_000})
    void aFullDiskIsToldAndIsNoSuccess(int length) {
        disk.refusal = NO_SPACE;
        out.print("x".repeat(length));
        assertThat(StandardOutput.exitCode(out, 0, told::add)).isEqualTo(1);
        assertThat(told)
                .containsExactly("Standard output cannot be written (No space left on device): "
                        + "what was to be printed there is lost.");
    }

    @Test
    void whatFailedOnceIsRememberedThoughThereIsRoomLater() {
        disk.refusal = NO_SPACE;
        out.println("lost");
        out.flush();
        disk.refusal = null;
        out.println("kept");
        assertThat(StandardOutput.exitCode(out, 0, told::add)).isEqualTo(1);
        assertThat(disk.taken.toString(UTF_8)).isEqualTo("kept" + System.lineSeparator());
    }

    @Test
    void whoHasTakenTheFailureStartsAnew() {
        disk.refusal = NO_SPACE;
        out.println("lost");
        assertThat(StandardOutput.takeFailure(out))
                .get()
                .extracting(IOException::getMessage)
                .isEqualTo(NO_SPACE);
        disk.refusal = null;
        out.println("kept");
        assertThat(StandardOutput.takeFailure(out)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Broken pipe", "The pipe is being closed"})
    void aReaderThatHasGoneIsToldNothing(String refusal) {
        disk.refusal = refusal;
        out.println("x");
        assertThat(StandardOutput.exitCode(out, 0, told::add)).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void anotherFailureKeepsItsExitCode() {
        disk.refusal = NO_SPACE;
        out.println("x");
        assertThat(StandardOutput.exitCode(out, 4, told::add)).isEqualTo(4);
        assertThat(told).hasSize(1);
    }

    @Test
    void theFailureOfAnyStreamCounts() {
        disk.refusal = NO_SPACE;
        PrintStream plain = new PrintStream(disk, true, UTF_8);
        plain.println("x");
        assertThat(StandardOutput.exitCode(plain, 0, told::add)).isEqualTo(1);
        assertThat(told).singleElement().asString().contains("(no reason is known)");
    }

    private static final class Disk extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private String refusal;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (refusal != null) {
                throw new IOException(refusal);
            }
            taken.write(bytes, offset, length);
        }
    }
}
