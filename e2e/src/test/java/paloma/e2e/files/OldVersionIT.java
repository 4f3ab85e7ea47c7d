package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.Ended;

/** Of a file that is there in another version, only what changed moves. */
class OldVersionIT {
    private static final int SIZE = 3_000_000;
    private static final int CHUNK_BYTES = 1 << 20;

    /** Probes of the path, and hashes. */
    private static final long BESIDE_BYTES = 150_000;

    @TempDir
    private Path folder;

    private Errands errands;
    private Path here;
    private Path there;

    @BeforeEach
    void open() throws Exception {
        errands = new Errands(folder.resolve("errands"), Transport.best(), false);
        here = folder.resolve("film");
        there = errands.server.file("film");
        byte[] bytes = new byte[SIZE];
        new Random(15).nextBytes(bytes);
        Files.write(here, bytes);
        put().succeeded();
    }

    @AfterEach
    void close() {
        assertThat(errands.server.bugs()).as("bugs of the server").isZero();
        errands.close();
    }

    private Ended put(String... options) throws Exception {
        return run("put", here.toString(), host(), options);
    }

    private Ended get(String... options) throws Exception {
        return run("get", host() + "/film", here.toString(), options);
    }

    private Ended run(String verb, String from, String to, String... options) throws Exception {
        String[] words = new String[options.length + 5];
        System.arraycopy(new String[] {verb, from, to, "--format", "json"}, 0, words, 0, 5);
        System.arraycopy(options, 0, words, 5, options.length);
        return errands.client(words);
    }

    private String host() {
        return "127.0.0.1:" + errands.server.address().getPort();
    }

    /** Returns a number of the last event. */
    private static long told(String json, String name) {
        Matcher found =
                Pattern.compile("\"event\":\"done\".*\"" + name + "\":(\\d+)").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static void change(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1999-12-31T23:59:59.25Z")));
    }

    private void areEqual() throws IOException {
        assertThat(there).hasSameBinaryContentAs(here);
        assertThat(Files.getLastModifiedTime(there)).isEqualTo(Files.getLastModifiedTime(here));
        assertThat(Files.getPosixFilePermissions(there)).isEqualTo(Files.getPosixFilePermissions(here));
    }

    @Test
    void putSendsNothingOfWhatIsEqualButForItsTime() throws Exception {
        touch(here);
        String said = put("--force").succeeded().out();
        assertThat(told(said, "held")).isEqualTo(SIZE);
        assertThat(told(said, "sent_bytes")).isLessThan(BESIDE_BYTES);
        areEqual();
    }

    @Test
    void putNeedsNoForceForTheSameBytes() throws Exception {
        touch(here);
        Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwxr-x---"));
        put().succeeded();
        areEqual();
    }

    @Test
    void putSendsOneChunkForOneByte() throws Exception {
        change(here, SIZE / 2);
        assertThat(put().exitCode()).isEqualTo(3);
        String said = put("--force").succeeded().out();
        assertThat(told(said, "held")).isEqualTo(SIZE - CHUNK_BYTES);
        assertThat(told(said, "sent_bytes")).isBetween((long) CHUNK_BYTES, CHUNK_BYTES + BESIDE_BYTES);
        areEqual();
    }

    @Test
    void getFetchesNothingOfWhatIsEqualButForItsTime() throws Exception {
        touch(there);
        String said = get().succeeded().out();
        assertThat(told(said, "held")).isEqualTo(SIZE);
        assertThat(told(said, "received_bytes")).isZero();
        areEqual();
    }

    @Test
    void getFetchesOneChunkForOneByte() throws Exception {
        change(there, 5);
        assertThat(get().exitCode()).isEqualTo(3);
        String said = get("--force").succeeded().out();
        assertThat(told(said, "held")).isEqualTo(SIZE - CHUNK_BYTES);
        assertThat(told(said, "received_bytes")).isEqualTo(CHUNK_BYTES);
        areEqual();
    }
}
