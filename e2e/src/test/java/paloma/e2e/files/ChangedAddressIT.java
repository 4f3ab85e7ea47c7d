package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.testkit.ChildProcess;

/** A host gets another address while it sends or fetches a file, as when one leaves the house: the transfer goes on. */
class ChangedAddressIT {
    private static final Pattern BYTES = Pattern.compile("\"event\":\"progress\",\"bytes\":(\\d+),");
    private static final int PORT = 7777;
    private static final String RATE = "16mbit";
    private static final int BYTES_A_CHANGE = 4_000_000;
    private static final int MANY = 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = "PUT")
    void oneChangeOfAddressStopsNothing(Errands.Kind kind) throws Exception {
        change(kind, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"PUT", "GET"})
    @Tag("soak")
    @Timeout(300)
    void twentyChangesOfAddressStopNothing(Errands.Kind kind) throws Exception {
        change(kind, MANY);
    }

    private void change(Errands.Kind kind, int times) throws Exception {
        boolean isPut = kind == Errands.Kind.PUT;
        byte[] content = Errands.random(times, BYTES_A_CHANGE * (times + 1));
        Path here = Files.createDirectories(folder.resolve("here"));
        Path there = Files.createDirectories(folder.resolve("there/paloma-data/files"));
        Files.write((isPut ? here : there).resolve("film"), content);
        try (TwoHosts hosts = new TwoHosts(isPut ? "put" : "get");
                ChildProcess server =
                        hosts.startAtServer(folder.resolve("there"), paloma.server.Main.class, serving())) {
            server.out().next("files");
            try (ChildProcess client = hosts.startAtClient(here, paloma.client.Main.class, words(isPut))) {
                for (int change = 1; change <= times; change++) {
                    awaitProgress(client, (long) BYTES_A_CHANGE * change - BYTES_A_CHANGE / 2);
                    hosts.changeClientAddress();
                }
                assertThat(client.awaitExit())
                        .as("exit code after %s", client.err())
                        .isZero();
            }
            server.terminate();
            List<String> log = new ArrayList<>(server.out().toEnd());
            log.addAll(server.err().toEnd());
            assertThat(log)
                    .filteredOn(line -> line.contains("\"film\""))
                    .as("transfers")
                    .hasSize(1);
        }
        assertThat((isPut ? there : here).resolve("film")).hasBinaryContent(content);
    }

    private static String[] serving() {
        return new String[] {"files=udp://" + TwoHosts.SERVER + ":" + PORT, "--files-open", "--admin", "off"};
    }

    private static String[] words(boolean isPut) {
        String host = TwoHosts.SERVER + ":" + PORT;
        List<String> words = new ArrayList<>(isPut ? List.of("put", "film", host) : List.of("get", host + "/film"));
        words.addAll(List.of("--limit", RATE, "--format", "json", "--known-servers", "known"));
        return words.toArray(String[]::new);
    }

    private static void awaitProgress(ChildProcess client, long bytes) throws InterruptedException {
        long done = -1;
        while (done < bytes) {
            Matcher progress = BYTES.matcher(client.out().next("\"progress\""));
            done = progress.find() ? Long.parseLong(progress.group(1)) : done;
        }
    }
}
