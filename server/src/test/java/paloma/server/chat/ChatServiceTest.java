package paloma.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import paloma.server.config.ChatSettings;
import paloma.server.metrics.Reading;
import paloma.service.Departure;
import paloma.service.testing.FakePeer;

class ChatServiceTest {
    private static final int SPEAKERS = 8;
    private static final int LINES = 20;

    private final ChatService service = new ChatService(ChatSettings.defaults(), () -> 7, () -> 0);

    @Test
    void keepsLinesWholeAndInOneOrderForAllWhoTypeAtOnce() throws Exception {
        List<FakePeer> peers = new ArrayList<>();
        for (int i = 0; i < SPEAKERS; i++) {
            peers.add(FakePeer.of(service).arrives());
        }
        peers.forEach(FakePeer::heard);
        typeAtOnce(peers);
        List<String> first = peers.get(0).heard();
        assertThat(first).hasSize(SPEAKERS * LINES).doesNotHaveDuplicates();
        for (FakePeer peer : peers.subList(1, SPEAKERS)) {
            assertThat(peer.heard()).isEqualTo(first);
        }
        for (int i = 1; i <= SPEAKERS; i++) {
            String name = "guest-" + i + ": ";
            assertThat(first.stream().filter(line -> line.startsWith(name)))
                    .containsExactlyElementsOf(IntStream.range(0, LINES)
                            .mapToObj(line -> name + line + "\n")
                            .toList());
        }
    }

    private static void typeAtOnce(List<FakePeer> peers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(peers.size());
        try {
            List<Callable<FakePeer>> speakers = new ArrayList<>();
            for (FakePeer peer : peers) {
                speakers.add(() -> {
                    for (int i = 0; i < LINES; i++) {
                        peer.says(Integer.toString(i));
                    }
                    return peer;
                });
            }
            for (Future<FakePeer> spoken : threads.invokeAll(speakers)) {
                spoken.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void tellsItsNumbers() throws Exception {
        FakePeer ana = FakePeer.of(service).arrives().says("/join kitchen", "hello", "/ping", "a".repeat(1_001));
        FakePeer.of(service).arrives().says("hello").departs(Departure.LEFT);
        assertThat(value("paloma_chat_members")).isEqualTo(1);
        assertThat(value("paloma_chat_rooms")).isEqualTo(2);
        assertThat(value("paloma_chat_lines")).isEqualTo(2);
        assertThat(value("paloma_chat_unsent_lines")).isEqualTo(1);
        ana.says("/leave");
        assertThat(value("paloma_chat_members")).isZero();
        assertThat(value("paloma_chat_rooms")).isEqualTo(1);
    }

    @Test
    void saysThatTheServerStops() throws Exception {
        FakePeer ana = FakePeer.of(service).arrives();
        ana.heard();
        service.takeLeave();
        ana.departs(Departure.REFUSED);
        assertThat(ana.heard()).containsExactly("* The server stops.\n");
    }

    private long value(String name) {
        return service.readings().stream()
                .filter(reading -> reading.name().equals(name))
                .map(Reading::value)
                .findFirst()
                .orElseThrow()
                .getAsLong();
    }
}
