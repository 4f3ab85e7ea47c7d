package paloma.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/**
 * A name with several addresses, of which one is alive: 127.0.0.2 and 127.0.0.4 refuse, 127.0.0.3 takes all and says
 * nothing, 127.0.0.1 answers.
 */
class SeveralAddressesIT {
    private static final String REFUSING_FIRST = "127.0.0.2 127.0.0.1";
    private static final String SILENT_FIRST = "127.0.0.3 127.0.0.1";
    private static final String ALIVE_LAST = "127.0.0.2 127.0.0.3 127.0.0.4 127.0.0.1";
    private static final Function<byte[], List<byte[]>> NOTHING = bytes -> List.of();

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void needsMoreThanOneLoopbackAddress() throws IOException {
        try (ServerSocket second = new ServerSocket()) {
            second.bind(new InetSocketAddress("127.0.0.2", 0));
        } catch (BindException e) {
            assumeTrue(false, "127.0.0.2 is no address of this host");
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {REFUSING_FIRST, SILENT_FIRST, ALIVE_LAST})
    void theOneThatAnswersIsAsked(String addresses) throws Exception {
        FakeUdp alive = alive(List::of);
        FakeUdp silent = open(FakeUdp.at("127.0.0.3", alive.port(), NOTHING));

        assertThat(run(addresses, "", "upper", "a", "b", "--timeout", "5s", "--host", "paloma.test:" + alive.port()))
                .isEqualTo(new Ended(0, "a\nb\n", ""));
        assertThat(silent.got).as("the next request goes to whom has answered").hasSizeLessThan(2);
    }

    @ParameterizedTest
    @CsvSource({"prime, 7", "greet, hello", "upper, x"})
    void anEmptyDatagramIsNoAnswerOfAnAddressEither(String command, String text) throws Exception {
        FakeUdp alive = alive(List::of);
        open(FakeUdp.at("127.0.0.3", alive.port(), bytes -> List.of(new byte[0])));

        assertThat(run(SILENT_FIRST, "", command, text, "--timeout", "5s", "--host", "paloma.test:" + alive.port()))
                .isEqualTo(new Ended(0, text + "\n", ""));
    }

    @Test
    void oneSentenceNamesTheHostAndWhatEachAddressDid() throws Exception {
        int port = FakeUdp.freePort();
        open(FakeUdp.at("127.0.0.3", port, NOTHING));
        open(FakeUdp.at("127.0.0.4", port, bytes -> List.of(new byte[0])));

        Ended ended = run(
                "127.0.0.2 127.0.0.3 127.0.0.4",
                "",
                "prime",
                "7",
                "--timeout",
                "200ms",
                "--tries",
                "2",
                "--host",
                "paloma.test:" + port);
        assertThat(ended)
                .isEqualTo(new Ended(
                        1,
                        "",
                        "No answer from udp://paloma.test:" + port
                                + "; all 3 addresses were tried: 127.0.0.2 (nobody is"
                                + " listening), 127.0.0.3 (no answer), 127.0.0.4 (only empty datagrams came)."
                                + System.lineSeparator()));
    }

    @ParameterizedTest
    @ValueSource(strings = {REFUSING_FIRST, SILENT_FIRST, ALIVE_LAST})
    void echoTimesTheOneThatAnswers(String addresses) throws Exception {
        FakeUdp alive = alive(List::of);
        open(FakeUdp.at("127.0.0.3", alive.port(), NOTHING));

        Ended ended = run(addresses, "", "echo", "paloma.test:" + alive.port(), "-c", "2", "-i", "10ms", "-W", "5s");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .startsWith("echo udp://127.0.0.1:" + alive.port())
                .contains("2 sent, 2 back, 0 % lost");
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void aConnectionIsTakenFromTheFirstThatGivesOne() throws Exception {
        try (FakeTcp alive = FakeTcp.raising(9)) {
            String host = alive.host().replace("127.0.0.1", "paloma.test");
            assertThat(run(
                            "127.0.0.2 127.0.0.4 127.0.0.1",
                            "",
                            "upper",
                            "a",
                            "--tcp",
                            "--timeout",
                            "5s",
                            "--host",
                            host))
                    .isEqualTo(new Ended(0, "A\n", ""));
        }
    }

    /** One whose queue of connections is full drops what asks for one, as a packet filter does. */
    @Test
    void aConnectionIsNotWaitedForWhereNobodyAnswers() throws Exception {
        try (FakeTcp alive = FakeTcp.raising(9)) {
            int port = Integer.parseInt(alive.host().replaceFirst(".*:", ""));
            ServerSocket full = open(new ServerSocket(port, 1, InetAddress.getByName("127.0.0.3")));
            for (int i = 0; i < 3; i++) {
                Socket waiting = open(new Socket());
                waiting.setSoTimeout(1);
                try {
                    waiting.connect(full.getLocalSocketAddress(), 300);
                } catch (IOException fullNow) {
                    break;
                }
            }
            assertThat(run(
                            SILENT_FIRST,
                            "",
                            "upper",
                            "a",
                            "--tcp",
                            "--timeout",
                            "30s",
                            "--host",
                            "paloma.test:" + port))
                    .isEqualTo(new Ended(0, "A\n", ""));
        }
    }

    @Test
    void noConnectionAnywhereIsOneSentence() throws Exception {
        assertThat(run("127.0.0.2 127.0.0.4", "", "send", "a", "--tcp", "--host", "paloma.test:" + FakeUdp.freePort()))
                .satisfies(ended -> assertThat(ended.exitCode()).isEqualTo(1))
                .satisfies(ended -> assertThat(ended.err())
                        .contains("all 2 addresses were tried: 127.0.0.2 (nobody is listening), 127.0.0.4 (nobody is"
                                + " listening).")
                        .hasLineCount(1));
    }

    @Test
    void whatIsNotAnsweredGoesToTheFirstThatDoesNotRefuse() throws Exception {
        FakeUdp alive = alive(NOTHING);
        Path file = Files.writeString(folder.resolve("notes.txt"), "coo");
        String host = "paloma.test:" + alive.port();

        assertThat(run(REFUSING_FIRST, "", "send", "one", "two", "--host", host))
                .isEqualTo(new Ended(0, "", ""));
        assertThat(taken(alive)).isEqualTo("one");
        assertThat(taken(alive)).isEqualTo("two");
        assertThat(run(REFUSING_FIRST, "", "upload", file.toString(), "--host", host)
                        .exitCode())
                .isZero();
        assertThat(taken(alive)).isEqualTo("coo");
        assertThat(taken(alive)).isEqualTo("bye");
        assertThat(run("127.0.0.2 127.0.0.4", "", "upload", file.toString(), "--host", host)
                        .err())
                .contains("all 2 addresses were tried");
    }

    /** Versions 7 alone: the wire's own answer to a Hello that it does not understand. */
    @ParameterizedTest
    @ValueSource(strings = {REFUSING_FIRST, SILENT_FIRST, ALIVE_LAST})
    void aTransferGoesToWhoAnswersAHello(String addresses) throws Exception {
        FakeUdp alive = alive(FakeFiles::versionSevenOnly);
        open(FakeUdp.at("127.0.0.3", alive.port(), NOTHING));

        Ended ended = run(addresses, "", "ls", "paloma.test:" + alive.port());
        assertThat(ended.err()).contains("version").hasLineCount(1);
        assertThat(ended.exitCode()).isNotZero();
    }

    @Test
    void noFilesAnywhereIsOneSentence() throws Exception {
        Ended ended = run("127.0.0.2 127.0.0.4", "", "get", "paloma.test:" + FakeUdp.freePort() + "/x", ".");
        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.err()).contains("all 2 addresses were tried").hasLineCount(1);
    }

    private static String taken(FakeUdp server) throws InterruptedException {
        return new String(server.got.poll(20, TimeUnit.SECONDS).bytes(), UTF_8);
    }

    private FakeUdp alive(Function<byte[], List<byte[]>> answers) throws IOException {
        return open(FakeUdp.answering(answers));
    }

    private <T extends AutoCloseable> T open(T one) {
        open.add(one);
        return one;
    }

    /** Runs the program where {@code paloma.test} has these addresses. */
    private Ended run(String addresses, String input, String... args) throws IOException, InterruptedException {
        StringBuilder hosts = new StringBuilder();
        for (String address : addresses.split(" ")) {
            hosts.append(address).append(" paloma.test\n");
        }
        Path file = Files.writeString(folder.resolve("hosts"), hosts);
        List<String> command = Processes.java(
                "--enable-native-access=ALL-UNNAMED", // as the manifest of the jar has it
                "-Djdk.net.hosts.file=" + file,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        command.addAll(List.of(args));
        return Ended.of(input, new ProcessBuilder(command).directory(new File(folder.toString())));
    }
}
