package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

class TransferContextTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1L << 30, 8L << 30})
    void hasMemoryForTheHashesOfUsualFiles(long bytes) {
        assertThatCode(() -> TransferContext.checkMemory(facts(bytes))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {FileFacts.LIMIT_BYTES, FileFacts.LIMIT_BYTES - 1})
    void saysHowMuchTheHashesOfAHugeFileTake(long bytes) {
        assertThatThrownBy(() -> TransferContext.checkMemory(facts(bytes)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("its hashes take 32768 MiB of memory; give Java more, such as -Xmx131072m")
                .extracting(e -> ((RefusedException) e).reason())
                .isEqualTo(Reason.TOO_LARGE);
    }

    private static FileFacts facts(long bytes) {
        return new FileFacts(bytes, FileFacts.NO_MODE, 0);
    }
}
