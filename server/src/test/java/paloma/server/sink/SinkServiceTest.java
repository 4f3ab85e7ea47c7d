package paloma.server.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import paloma.server.console.Console;
import paloma.server.upload.SentRequest;

class SinkServiceTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Console console = Console.to(new PrintStream(out, false, UTF_8), Console.Format.TEXT);

    private List<String> shown() {
        console.close();
        return out.toString(UTF_8)
                .lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    @Test
    void showsWhatCameAndAnswersNothing() {
        SinkService sink = SinkService.of(console);
        SentRequest request = SentRequest.of("hello");
        sink.serve(request);
        sink.serve(SentRequest.of(""));
        sink.serve(SentRequest.of("again"));
        assertThat(request.answered()).isNull();
        assertThat(shown())
                .containsExactly(
                        "sink 127.0.0.1:40312 (5 bytes) hello",
                        "sink 127.0.0.1:40312 (0 bytes) ",
                        "sink 127.0.0.1:40312 (5 bytes) again");
    }

    @Test
    void stopsOnceAtAnEmptyDatagramWhereAskedTo() {
        AtomicInteger stops = new AtomicInteger();
        SinkService sink = SinkService.stoppedByEmpty(console, stops::incrementAndGet);
        sink.serve(SentRequest.of("hello"));
        assertThat(stops).hasValue(0);
        sink.serve(SentRequest.of(""));
        sink.serve(SentRequest.of(""));
        sink.serve(SentRequest.of("late"));
        assertThat(stops).hasValue(1);
        assertThat(shown())
                .containsExactly(
                        "sink 127.0.0.1:40312 (5 bytes) hello", "sink 127.0.0.1:40312 stopped by an empty datagram");
    }
}
