package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import paloma.net.Transport;
import paloma.testkit.Ended;

/** Puts, gets and lists of random files with one server, and what must be true after each, whatever met it on the way. */
final class Errands implements AutoCloseable {
    enum Kind {
        PUT,
        GET,
        LS
    }

    static final byte[] TOKEN =
            "the pigeons of the tower know the way".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** What the help of the commands says of an end that is not the wanted one. */
    private static final List<Integer> FAILURES = List.of(1, 3, 4);

    final FilesHere server;
    private final Path folder;
    private final Path token;
    private final AtomicInteger numbers = new AtomicInteger();

    /** @param wantsToken whether the server wants one */
    Errands(Path folder, Transport transport, boolean wantsToken) throws Exception {
        this.folder = Files.createDirectories(folder);
        server = wantsToken
                ? new FilesHere(folder.resolve("server"), transport, TOKEN)
                : new FilesHere(folder.resolve("server"), transport);
        token = wantsToken ? Files.write(folder.resolve("token"), TOKEN) : null;
        if (wantsToken) {
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Runs one errand of a file of so many bytes, asserts that what is said of it is true, and returns how it ended. */
    Ended run(Kind kind, int bytes, String host) throws Exception {
        int number = numbers.incrementAndGet();
        String name = "file-" + number;
        return switch (kind) {
            case PUT -> put(name, random(number, bytes), host);
            case GET -> get(name, random(number, bytes), host);
            case LS -> list(name, random(number, bytes), host);
        };
    }

    private Ended put(String name, byte[] content, String host) throws Exception {
        Path file = Files.write(folder.resolve(name), content);
        Ended ended = client("put", file.toString(), host);
        assertTrue(ended, server.file(name), content);
        return ended;
    }

    private Ended get(String name, byte[] content, String host) throws Exception {
        Files.write(server.file(name), content);
        Path target = Files.createDirectories(folder.resolve("got")).resolve(name);
        Ended ended = client("get", host + "/" + name, target.toString());
        assertTrue(ended, target, content);
        return ended;
    }

    /** The list is of a folder with one file in it. */
    private Ended list(String name, byte[] content, String host) throws Exception {
        Files.write(Files.createDirectories(server.file("folder-" + name)).resolve(name), content);
        Ended ended = client("ls", host + "/folder-" + name, "--format", "json");
        if (isDone(ended)) {
            assertThat(ended.outLines())
                    .filteredOn(line -> line.startsWith("{\"event\":\"file\""))
                    .singleElement()
                    .asString()
                    .startsWith("{\"event\":\"file\",\"name\":\"folder-" + name + "/" + name + "\",\"bytes\":"
                            + content.length);
        }
        return ended;
    }

    Ended client(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(
                List.of("--known-servers", folder.resolve("known").toString(), "--server-key", server.fingerprint()));
        if (token != null) {
            all.addAll(List.of("--token-file", token.toString()));
        }
        return Pigeon.run(all.toArray(String[]::new));
    }

    /** The file is as it was, or it is not there and its user is told why. */
    private static void assertTrue(Ended ended, Path target, byte[] content) throws IOException {
        if (isDone(ended) || Files.exists(target)) {
            assertThat(target).hasBinaryContent(content);
        }
    }

    private static boolean isDone(Ended ended) {
        if (ended.exitCode() != 0) {
            assertThat(FAILURES).as("exit codes of failures").contains(ended.exitCode());
            assertThat(ended.err()).as("what is said of a failure").isNotBlank();
        }
        return ended.exitCode() == 0;
    }

    /** Asserts that the server has every file that it says it took, and that it met no bug. */
    void assertServerToldTheTruth() {
        long there = java.util.stream.IntStream.rangeClosed(1, numbers.get())
                .filter(number -> Files.exists(server.file("file-" + number)))
                .count();
        assertThat(server.taken()).as("files that the server says it took").isLessThanOrEqualTo(there);
        assertThat(server.bugs()).as("bugs of the server").isZero();
    }

    static byte[] random(long seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    @Override
    public void close() {
        server.close();
    }
}
