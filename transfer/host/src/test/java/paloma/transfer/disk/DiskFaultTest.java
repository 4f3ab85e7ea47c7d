package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

class DiskFaultTest {
    @ParameterizedTest
    @ValueSource(strings = {"Too many open files", "Too many open files in system"})
    void blamesNoDiskForWantOfADescriptor(String words) {
        for (IOException e : new IOException[] {new IOException(words), new FileSystemException("f", null, words)}) {
            RefusedException refused = DiskFault.of(e, "\"f\"");
            assertThat(refused.reason()).isEqualTo(Reason.DISK_ERROR);
            assertThat(refused)
                    .hasMessage("\"f\": too many files are open (ulimit -n)")
                    .hasCause(e);
        }
    }
}
