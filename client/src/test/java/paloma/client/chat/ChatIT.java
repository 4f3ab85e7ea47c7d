package paloma.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.client.FakeTcp;
import paloma.client.FakeUdp;
import paloma.client.Outcome;

/** The command over sockets, with servers that do what ours never does. */
@Timeout(60)
class ChatIT {
    private static final String GREETING = "* You are guest-1, alone in lobby. /help lists the commands.\n";

    private static final String CODE = "482913";

    /** A server in a few lines: it knows one person, and shows him what he says. */
    private static final class FakeChat {
        private final List<String> deaf;
        private boolean isKnown;
        private int strangers;

        /** @param deaf the lines that it does not take */
        FakeChat(String... deaf) {
            this.deaf = List.of(deaf);
        }

        /** The first datagram of all is lost. */
        List<byte[]> answers(byte[] datagram) {
            List<byte[]> answers = new ArrayList<>();
            for (String line : new String(datagram, UTF_8).split("\n")) {
                String answer = answer(line);
                if (!answer.isEmpty()) {
                    answers.add(answer.getBytes(UTF_8));
                }
            }
            return answers;
        }

        private String answer(String line) {
            if (line.equals(CODE)) {
                boolean isNew = !isKnown;
                isKnown = true;
                return isNew ? GREETING : "";
            }
            if (!isKnown) {
                return strangers++ == 0 ? "" : "To join, send: 482 913\n";
            }
            return switch (line) {
                case "/ping" -> "* pong\n";
                case "/leave" -> "* Good-bye.\n";
                case "/name ana" -> "* guest-1 is now ana.\n";
                default -> deaf.contains(line) ? "" : "ana: " + line + "\n";
            };
        }
    }

    @Test
    void overUdpItAnswersTheCodeAndTriesFromAnotherPortWhenNoneComes() throws Exception {
        FakeChat chat = new FakeChat();
        try (FakeUdp server = FakeUdp.answering(chat::answers)) {
            Outcome outcome = Outcome.with("one\n\ntwo", false, "chat", server.host(), "--name", "ana");

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out().lines())
                    .containsExactly(GREETING.strip(), "* guest-1 is now ana.", "ana: one", "ana: two", "* Good-bye.");
            assertThat(outcome.exitCode()).isZero();
            List<FakeUdp.Got> got = List.copyOf(server.got);
            int proved = 0;
            while (!new String(got.get(proved).bytes(), UTF_8).startsWith(CODE)) {
                proved++;
            }
            assertThat(got.get(proved).port()).isNotEqualTo(got.get(0).port());
            assertThat(got.subList(proved, got.size()))
                    .extracting(FakeUdp.Got::port)
                    .containsOnly(got.get(proved).port());
        }
    }

    @Test
    void aLineThatTheServerDoesNotShowIsNamedAndNoSuccess() throws Exception {
        try (FakeTcp server = new FakeTcp(socket -> serve(socket, "", "two"))) {
            Outcome outcome = Outcome.with("one\ntwo\nthree\n", false, "chat", server.host(), "--tcp", "--name", "ana");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err().lines())
                    .containsExactly(
                            "Line 2, \"two\", was not seen to be taken: the server did not take it.",
                            "1 line not seen to be taken: named above.");
            assertThat(outcome.out()).contains("ana: three");
        }
    }

    @Test
    void aLineThatIsTooLongIsNotSent() throws Exception {
        try (FakeTcp server = new FakeTcp(socket -> serve(socket, ""))) {
            Outcome outcome = Outcome.with(
                    "one\n" + "x".repeat(1_001) + "\n", false, "chat", server.host(), "--tcp", "--name", "ana");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .contains("it has 1001 bytes, and a line has at most 1000")
                    .hasLineCount(2);
            assertThat(outcome.out()).contains("ana: one");
        }
    }

    @ParameterizedTest
    @CsvSource({"text", "json"})
    void whatAServerShowsWhoNeverStopsIsShownToTheLastLine(String format) throws Exception {
        String flood = "ben: " + "x".repeat(70) + "\u001b[2J\n";
        try (FakeTcp server = new FakeTcp(socket -> serve(socket, flood.repeat(100_000)))) {
            Outcome outcome =
                    Outcome.with("one\n", false, "chat", server.host(), "--tcp", "--name", "ana", "--format", format);

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).doesNotContain("\u001b");
            assertThat(outcome.out().lines().filter(line -> line.contains("xxx")))
                    .hasSize(100_000);
        }
    }

    @Test
    void aLineWithoutAnEndIsCut() throws Exception {
        char[] endless = new char[10_000_000];
        Arrays.fill(endless, 'x');
        try (FakeTcp server = new FakeTcp(socket -> serve(socket, new String(endless) + "\n"))) {
            Outcome outcome = Outcome.with("one\n", false, "chat", server.host(), "--tcp", "--name", "ana");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out().lines().filter(line -> line.startsWith("xxx")))
                    .containsExactly("x".repeat(LineCutter.MAX_LINE_BYTES));
        }
    }

    @Test
    void halfALineIsOneWhereAStreamEndsAndNoneWhereItBreaks() throws Exception {
        String half = "ben: I will no";
        String in = GREETING + "* guest-1 is now ana.\n* pong\n";
        try (FakeTcp ending = new FakeTcp(socket -> {
                    socket.getOutputStream().write(in.getBytes(UTF_8));
                    Scanner lines = new Scanner(socket.getInputStream(), UTF_8);
                    while (!lines.nextLine().equals("/leave")) {}
                    socket.getOutputStream().write(half.getBytes(UTF_8));
                });
                FakeTcp breaking = new FakeTcp(socket -> {
                    socket.getOutputStream().write((in + half).getBytes(UTF_8));
                    socket.setSoLinger(true, 0);
                    socket.getInputStream().read();
                })) {
            assertThat(talk(ending).out()).contains(half);
            assertThat(talk(breaking).out()).doesNotContain(half);
        }
    }

    private static Outcome talk(FakeTcp server) {
        return Outcome.with("", false, "chat", server.host(), "--tcp", "--name", "ana");
    }

    @Test
    void saysWhyNobodyIsThere() throws Exception {
        String nowhere = "127.0.0.1:" + FakeUdp.freePort();
        for (String way : new String[] {"--tcp", "--timeout=5s"}) {
            Outcome outcome = Outcome.with("", false, "chat", nowhere, way);
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).startsWith("Nobody is listening at ").hasLineCount(1);
        }
        try (FakeUdp echo = FakeUdp.answering(List::of)) {
            Outcome outcome = Outcome.with("", false, "chat", echo.host());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("No answer from udp://" + echo.host())
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "chat --name two_words_which_are_too_long",
        "chat --name a:b",
        "chat 127.0.0.1/a:b",
        "chat 127.0.0.1 --unix x",
        "chat --timeout 0",
        "chat --format xml",
        "chat --tcp --tls",
        "chat h:0"
    })
    void refusesWhatCannotBe(String words) {
        Outcome outcome = Outcome.of(words.split(" "));
        assertThat(outcome.exitCode()).as(words).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).contains("; see 'paloma client chat --help'");
    }

    /** Greets, shows {@code first}, and then whatever is said. */
    private static void serve(Socket socket, String first, String... deaf) throws IOException {
        OutputStream out = socket.getOutputStream();
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        out.write((GREETING + first).getBytes(UTF_8));
        FakeChat chat = new FakeChat(deaf);
        chat.answer(CODE);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.write(chat.answer(line).getBytes(UTF_8));
            if (line.equals("/leave")) {
                return;
            }
        }
    }
}
