package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** Standard input and output of real processes, in a shell. */
class PipesIT {
    private static final int BYTES = 5_000_003;

    @TempDir
    private Path folder;

    private FilesHere server;
    private byte[] content;

    @BeforeEach
    void start() throws Exception {
        Processes.require("sh", "tar", "dd");
        server = new FilesHere(folder.resolve("server"), Transport.best());
        content = Errands.random(1, BYTES);
        Files.write(folder.resolve("film"), content);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anArchiveGoesThereAndComesBack() throws Exception {
        Path photos = Files.createDirectories(folder.resolve("photos/empty")).getParent();
        Files.write(photos.resolve("one.jpg"), Errands.random(2, 3_000_000));
        Files.writeString(photos.resolve("two.jpg"), "coo");

        shell("tar cf - photos | paloma put - $HOST/photos.tar").succeeded();
        shell("mkdir back && paloma get $HOST/photos.tar - | tar xf - -C back").succeeded();
        Ended.of("diff", "-r", photos.toString(), folder.resolve("back/photos").toString())
                .succeeded();
    }

    @Test
    void nothingButTheFileGoesToStandardOutput() throws Exception {
        Files.write(server.file("film"), content);
        Ended got = shell("paloma get $HOST/film - --format json >copy").succeeded();

        assertThat(folder.resolve("copy")).hasBinaryContent(content);
        assertThat(got.errLines().get(got.errLines().size() - 1)).startsWith("{\"event\":\"done\"");
    }

    @Test
    void aSlowReaderGetsAllOfItAndLittleMemoryIsTaken() throws Exception {
        byte[] large = Errands.random(3, 48 << 20);
        Files.write(server.file("large"), large);
        shell("paloma get $HOST/large - | (sleep 2; dd bs=64k of=copy)", "-Xmx48m")
                .succeeded();

        assertThat(folder.resolve("copy")).hasBinaryContent(large);
    }

    @Test
    void aReaderThatGoesEndsItWithASentence() throws Exception {
        Files.write(server.file("film"), content);
        Ended got = shell("(paloma get $HOST/film - --quiet; echo $? >code) | dd bs=1 count=1 of=copy 2>dd.txt");

        assertThat(folder.resolve("code")).hasContent("1");
        assertThat(got.errLines())
                .filteredOn(line -> !line.startsWith("First contact"))
                .singleElement()
                .asString()
                .contains("Not fetched: ", "film", "standard output took not all of it");
    }

    @Test
    void aFileThatInputIsRedirectedFromNeedsNoCopy() throws Exception {
        shell("paloma put - $HOST/copy <film", "-Djava.io.tmpdir=" + nowhere()).succeeded();
        assertThat(server.file("copy")).hasBinaryContent(content);
        assertThat(Files.getLastModifiedTime(server.file("copy")))
                .isEqualTo(Files.getLastModifiedTime(folder.resolve("film")));
    }

    @Test
    void whatAnotherProgramHasReadOfItIsNotSent() throws Exception {
        shell("(dd bs=1000 count=1 of=head 2>dd.txt; paloma put - $HOST/copy) <film")
                .succeeded();
        assertThat(server.file("copy")).hasBinaryContent(Arrays.copyOfRange(content, 1000, BYTES));
    }

    /** Java's own first file has the number of standard input then. */
    @Test
    void aClosedInputIsNoFile() throws Exception {
        Ended put = shell("paloma put - $HOST/copy <&-");

        assertThat(put.exitCode()).isEqualTo(1);
        assertThat(put.errLines()).containsExactly("Nothing sent: standard input is closed.");
        assertThat(server.file("copy")).doesNotExist();
    }

    @Test
    void aPipeLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        shell("cat film | paloma put - $HOST/copy", "-Djava.io.tmpdir=" + temporary)
                .succeeded();
        assertThat(server.file("copy")).hasBinaryContent(content);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aPipeForWhichThereIsNoRoomIsOneSentence() throws Exception {
        Ended put = shell("cat film | paloma put - $HOST/copy", "-Djava.io.tmpdir=" + nowhere());
        assertThat(put.exitCode()).isEqualTo(1);
        assertThat(put.errLines())
                .singleElement()
                .asString()
                .startsWith(
                        "Nothing sent: standard input needs a temporary file, and none can be made in \"" + nowhere());
        assertThat(server.file("copy")).doesNotExist();
    }

    /** Below a file there is no room for another, whoever asks. */
    private Path nowhere() {
        return folder.resolve("film").resolve("temporary");
    }

    /** Runs a script in the folder; {@code paloma} is the client's jar, and {@code $HOST} the server. */
    private Ended shell(String script, String... javaOptions) throws Exception {
        List<String> java = Processes.jar("client", javaOptions);
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "paloma() { $PALOMA \"$@\"; }; " + script);
        shell.directory(folder.toFile());
        shell.environment().put("PALOMA", String.join(" ", java));
        shell.environment().put("HOST", "127.0.0.1:" + server.address().getPort());
        shell.environment().put("XDG_CONFIG_HOME", folder.resolve("settings").toString());
        return Ended.of("", shell);
    }
}
