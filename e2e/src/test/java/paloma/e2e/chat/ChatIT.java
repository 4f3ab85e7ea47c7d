package paloma.e2e.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.AddressText;
import paloma.net.Transport;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** Our client in the chat of our server. */
class ChatIT {
    @TempDir
    Path folder;

    @Test
    void whatIsPipedInIsTakenOverEveryWay() throws Exception {
        Path socket = folder.resolve("chat.sock");
        List<String> endpoints = new ArrayList<>(List.of("chat=udp://127.0.0.1:0", "chat=tcp://[::1]:0"));
        boolean unix = Transport.best().hasUnixDatagrams();
        if (unix) {
            endpoints.add("chat=unix:" + socket);
        }
        try (ServerProcess server = ServerProcess.start(folder, endpoints.toArray(String[]::new))) {
            assertTaken(AddressText.of(server.udp("chat")) + "/kitchen");
            assertTaken(AddressText.of(server.tcp("chat")) + "/kitchen", "--tcp");
            if (unix) {
                assertTaken("/kitchen", "--unix", socket.toString());
            }
        }
    }

    @Test
    void overTlsItIsTheSameChat() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "chat=tls://127.0.0.1:0")) {
            List<String> command = chat(AddressText.of(server.tls("chat")) + "/kitchen", "--tls", "--name", "ana");
            command.addAll(List.of("--known-servers", folder.resolve("known").toString()));
            Ended piped = Ended.of("one\n", new ProcessBuilder(command));

            assertThat(piped.errLines()).singleElement().asString().startsWith("First contact with ");
            assertThat(piped.exitCode()).isZero();
            assertThat(piped.outLines()).containsSubsequence("ana: one", "* Good-bye.");
        }
    }

    private static void assertTaken(String... place) throws Exception {
        List<String> command = chat(place);
        command.addAll(List.of("--name", "ana"));
        Ended piped = Ended.of("one\n/who\ntab\there \u202e\n//two\n", new ProcessBuilder(command));

        assertThat(piped.err()).isEmpty();
        assertThat(piped.exitCode()).isZero();
        assertThat(piped.outLines())
                .containsSubsequence(
                        "ana: one", "* In kitchen (1): ana.", "ana: tab\\there \\u202e", "ana: /two", "* Good-bye.");
    }

    @Test
    void whatIsNotUtf8IsNamedAndNoSuccess() throws Exception {
        Processes.require("sh");
        try (ServerProcess server = ServerProcess.start(folder, "chat=tcp://127.0.0.1:0")) {
            List<String> command = new ArrayList<>(List.of("sh", "-c", "printf 'a\\377\\nb\\n' | \"$@\"", "sh"));
            command.addAll(chat(AddressText.of(server.tcp("chat")), "--tcp", "--name", "ana"));
            Ended piped = Ended.of(command);

            assertThat(piped.exitCode()).isEqualTo(1);
            assertThat(piped.errLines())
                    .containsExactly(
                            "Line 1, \"a\ufffd\", was not seen to be taken: it is not UTF-8.",
                            "1 line not seen to be taken: named above.");
            assertThat(piped.out()).contains("ana: b\n");
        }
    }

    /** A bot is back under its name and in its room, over UDP by a new code, and goes on. */
    @Test
    void aBotComesBackToAServerThatWasStartedAgain() throws Exception {
        for (String way : new String[] {"udp", "tcp"}) {
            ChildProcess bot;
            InetSocketAddress address;
            try (ServerProcess first = ServerProcess.start(folder, "chat=" + way + "://127.0.0.1:0")) {
                address = way.equals("udp") ? first.udp("chat") : first.tcp("chat");
                List<String> command = chat(AddressText.of(address) + "/kitchen", "--name", "bot", "--format", "json");
                if (way.equals("tcp")) {
                    command.add("--tcp");
                }
                bot = Processes.start(command);
                bot.writeLine("before");
                bot.out().next("\"from\":\"bot\",\"text\":\"before\",\"own\":true");
            }
            try (bot;
                    ServerProcess second =
                            ServerProcess.start(folder, "chat=" + way + "://" + AddressText.of(address))) {
                bot.out().next("{\"event\":\"gone\"");
                bot.out().next("{\"event\":\"back\"");
                bot.writeLine("after");
                bot.out().next("\"room\":\"kitchen\",\"from\":\"bot\",\"text\":\"after\",\"own\":true");
                bot.input("");
                assertThat(bot.awaitExit()).isZero();
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    void whatAPersonTypesStaysBelowWhatOthersSay() throws Exception {
        TmuxWindow.require();
        assumeThat(Transport.best().hasUnixDatagrams()).isTrue(); // a system with terminals as tmux has them
        try (ServerProcess server = ServerProcess.start(folder, "chat=udp://127.0.0.1:0", "chat=tcp://127.0.0.1:0");
                TmuxWindow ana = new TmuxWindow(
                        folder.resolve("ana.sock"),
                        chat(AddressText.of(server.udp("chat")) + "/kitchen", "--name", "ana"))) {
            ana.awaitLast("ana@kitchen>");
            ana.type("a line that");
            ana.awaitLast("ana@kitchen> a line that");
            try (ChildProcess ben =
                    Processes.start(chat(AddressText.of(server.tcp("chat")) + "/kitchen", "--tcp", "--name", "ben"))) {
                ben.writeLine("first");
                assertThat(ana.awaitLine("ben: first")).last().isEqualTo("ana@kitchen> a line that");
                for (int i = 0; i < 20; i++) {
                    ben.writeLine("ben says " + i + " " + "x".repeat(60));
                    ana.type(" is" + i);
                }
                ana.awaitLine("ben: ben says 19 " + "x".repeat(55));
                ana.press("Enter");
                ben.out().next("ana: a line that is0 is1 is2 is3");
                ana.awaitLast("ana@kitchen>"); // before it is there again, the terminal would take keys for its own
                ana.type("/wh");
                ana.press("Tab");
                ana.press("Enter");
                ana.awaitLine("* In kitchen (2): ana, ben.");
                ana.awaitLast("ana@kitchen>");
                ana.type("be");
                ana.press("Tab");
                ana.awaitLast("ana@kitchen> ben:");
                ana.press("C-u");
                ana.press("Up");
                ana.press("Up");
                ana.press("Enter");
                ben.out().next("ana: a line that is0 is1 is2 is3");
                ana.awaitLast("ana@kitchen>");
                ana.press("C-d");
                ana.awaitLast("ended with 0");
                ben.out().next("* ana has left.");
            }
        }
    }

    private static List<String> chat(String... words) {
        List<String> command = Processes.jar("client");
        command.add("chat");
        command.addAll(List.of(words));
        return command;
    }
}
