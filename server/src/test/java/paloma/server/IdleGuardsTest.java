package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.net.Transport;
import paloma.server.config.ServerSettings;

/** Guards of one service that could never refuse anything there. */
class IdleGuardsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        upload=udp://:0 --upload.source-rate 5  | upload.source-rate
        upload=tcp://:0 --upload.unlimited none | upload.unlimited
        sink=udp://:0 --sink.answer-rate 5      | sink.answer-rate
        sink=udp://:0 --sink.loop-guard off     | sink.loop-guard
        echo=tcp://:0 --echo.loop-guard off     | echo.loop-guard
        files=udp://:0 --files.amplification-guard off | files.amplification-guard
        echo=dtls://:0 --echo.amplification-guard off | echo.amplification-guard
        echo=tls://:0 --echo.answer-rate 5      | echo.answer-rate
        echo=dtls://:0 --echo.answer-rate 5     |
        echo=dtls://:0 --echo.loop-guard off    |
        upload=udp://:0 --upload.deny ::1       |
        sink=udp://:0 --sink.source-rate 5      |
        echo=tcp://:0 --echo.source-burst 5     |
        echo=tcp://:0 echo=udp://:0 --echo.loop-guard off |
        files=udp://:0 --files.answer-rate 5    |
        """)
    void areNamedAtTheStart(String line, String idle) throws Exception {
        String[] options = line.strip().split(" +");
        try (RunningServer server = RunningServer.start(Transport.NIO, folder, options)) {
            var sentences = IdleGuards.sentences(
                    server.listeners(),
                    ServerSettings.load((line.strip() + " --data " + folder).split(" +"), Map.of())
                            .ownGuards());
            if (idle == null) {
                assertThat(sentences).isEmpty();
            } else {
                assertThat(sentences).singleElement().asString().startsWith(idle + " has no effect: ");
            }
        }
    }
}
