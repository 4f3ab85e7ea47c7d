package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.testkit.Processes;

/** The chat as people use it who have nothing but netcat or socat. */
class ChatIT {
    /** With the name, as many as one may type at once. */
    private static final int LINES = 19;

    @TempDir
    Path folder;

    @BeforeAll
    static void require() {
        Processes.require("nc", "socat");
    }

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void keepsTheLinesOfAllWhoTypeAtOnceWholeAndInOneOrder(Transport transport, String host) throws Exception {
        List<Typist> all = new ArrayList<>();
        try (RunningServer server = start(transport, host)) {
            try {
                all.add(Typist.netcat(server.udp("chat"), "-u").joinsWithCode("ana"));
                all.add(Typist.netcat(server.tcp("chat")).joins("ben"));
                all.add(Typist.socat("UDP", server.udp("chat")).joinsWithCode("cem"));
                all.add(Typist.socat("TCP", server.tcp("chat")).joins("dora"));
                if (transport.hasUnixDatagrams()) {
                    all.add(Typist.netcat(socket()).joins("eva"));
                    all.add(Typist.socat(socket(), folder.resolve("own")).joins("fred"));
                }
                typeAtOnce(all);
                assertHeardAlike(all);
            } finally {
                all.forEach(Typist::close);
            }
        }
    }

    private static void typeAtOnce(List<Typist> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Callable<Typist>> typing = new ArrayList<>();
            for (Typist typist : all) {
                typing.add(() -> {
                    for (int i = 0; i < LINES - 1; i++) {
                        typist.types("line " + i + "." + "x".repeat(9 * i));
                    }
                    return typist;
                });
            }
            for (Future<Typist> typed : threads.invokeAll(typing)) {
                typed.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void assertHeardAlike(List<Typist> all) throws InterruptedException {
        List<String> first = all.get(0).hearsSaid(all.size() * (LINES - 1));
        for (Typist other : all.subList(1, all.size())) {
            assertThat(other.hearsSaid(first.size())).isEqualTo(first);
        }
        for (String name : List.of("ana", "ben", "cem", "dora", "eva", "fred").subList(0, all.size())) {
            assertThat(first.stream().filter(line -> line.startsWith(name)))
                    .containsExactlyElementsOf(IntStream.range(0, LINES - 1)
                            .mapToObj(i -> name + ": line " + i + "." + "x".repeat(9 * i))
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void goesFromRoomToRoomAndComesBack(Transport transport, String host) throws Exception {
        try (RunningServer server = start(transport, host);
                Typist ana = Typist.netcat(server.udp("chat"), "-u").joinsWithCode("ana");
                Typist ben = Typist.netcat(server.tcp("chat"))) {
            assertThat(ben.hears("")).isEqualTo("* You are guest-2 in lobby, with ana. /help lists the commands.");
            ben.joins("ben");
            ben.types("/join kitchen");
            assertThat(ben.hears("You are")).isEqualTo("* You are ben, alone in kitchen.");
            assertThat(ana.hears("ben has")).isEqualTo("* ben has left.");
            ana.types("nobody hears this");
            ana.hears("ana: nobody hears this");
            ana.types("/join kitchen");
            assertThat(ana.hears("You are")).isEqualTo("* You are ana in kitchen, with ben.");
            ben.hears("* ana is here.");
            ben.types("//shrug");
            assertThat(ana.hears("ben: ")).isEqualTo("ben: /shrug");
            ben.types("/leave");
            assertThat(ben.hears("* G")).isEqualTo("* Good-bye.");
            assertThat(ana.hears("* ben")).isEqualTo("* ben has left.");
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void tellsPeopleThatTheServerStops(Transport transport, String host) throws Exception {
        List<Typist> all = new ArrayList<>();
        try {
            try (RunningServer server = start(transport, host)) {
                all.add(Typist.netcat(server.udp("chat"), "-u").joinsWithCode("ana"));
                all.add(Typist.netcat(server.tcp("chat")).joins("ben"));
                if (transport.hasUnixDatagrams()) {
                    all.add(Typist.netcat(socket()).joins("eva"));
                }
            }
            for (Typist typist : all) {
                assertThat(typist.hears("* The")).isEqualTo("* The server stops.");
            }
        } finally {
            all.forEach(Typist::close);
        }
    }

    /** As a script does it that knows no better: it says its lines and ends its side at once. */
    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void takesTheLinesOfWhoEndsHisSideAtOnce(Transport transport, String host) throws Exception {
        try (RunningServer server = start(transport, host);
                Typist ana = Typist.netcat(server.tcp("chat")).joins("ana");
                Typist script = Typist.netcat(server.tcp("chat"), "-N")) {
            script.inputAndEnd("/name bot\none\ntwo\n");
            assertThat(ana.hearsSaid(2)).containsExactly("bot: one", "bot: two");
            assertThat(ana.hears("* bot has")).isEqualTo("* bot has left.");
            assertThat(script.toEnd())
                    .containsExactly(
                            "* You are guest-2 in lobby, with ana. /help lists the commands.",
                            "* guest-2 is now bot.",
                            "bot: one",
                            "bot: two");
            assertThat(script.awaitExit()).isZero();
        }
    }

    private Path socket() {
        return folder.resolve("chat.sock");
    }

    private RunningServer start(Transport transport, String host) {
        List<String> options = new ArrayList<>(List.of("chat=udp://" + host + ":0", "chat=tcp://" + host + ":0"));
        if (transport.hasUnixDatagrams()) {
            options.add("chat=unix:" + socket());
        }
        return RunningServer.start(transport, folder, options.toArray(String[]::new));
    }
}
