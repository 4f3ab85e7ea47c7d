package paloma.client.ask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.FakeTcp;
import paloma.client.FakeUdp;
import paloma.client.Outcome;
import paloma.net.Transport;
import paloma.net.UnixAccess;
import paloma.net.UnixEndpoint;

class AskIT {
    @TempDir
    Path folder;

    @Test
    void asksOnceForEachArgumentAndPrintsTheAnswers() throws Exception {
        try (FakeUdp server = FakeUdp.answering(AskIT::raised)) {
            Outcome outcome = Outcome.of("upper", "hello, world", "two", "", "--host", server.host());

            assertThat(outcome).isEqualTo(new Outcome(0, "HELLO, WORLD\nTWO\n\n", ""));
            assertThat(server.got).hasSize(3);
        }
    }

    @Test
    void asksOnceForEachLineOfStandardInput() throws Exception {
        try (FakeUdp server = FakeUdp.answering(bytes -> List.of("T\n".getBytes(UTF_8)))) {
            Outcome outcome = Outcome.with("17\r\n\n19", false, "prime", "--host", server.host());

            assertThat(outcome).isEqualTo(new Outcome(0, "T\nT\nT\n", ""));
            assertThat(server.got)
                    .extracting(got -> new String(got.bytes(), UTF_8))
                    .containsExactly("17", "", "19");
        }
    }

    @Test
    void aNegativeNumberIsNoOption() throws Exception {
        try (FakeUdp server = FakeUdp.answering(AskIT::raised)) {
            assertThat(Outcome.of("prime", "-5", "--host", server.host()).out()).isEqualTo("-5\n");
        }
    }

    @Test
    void greetsAndShowsTheGreeting() throws Exception {
        try (FakeUdp server = FakeUdp.answering(bytes -> List.of("Hello UDP Client".getBytes(UTF_8)))) {
            assertThat(Outcome.of("greet", "--host", server.host()).out()).isEqualTo("Hello UDP Client\n");
            assertThat(server.got.take().bytes()).asString(UTF_8).isEqualTo("Hello UDP Server");
        }
    }

    @Test
    void aPipeGetsTheBytesAndATerminalSafeText() throws Exception {
        String hostile = "\u001b[2Jx\ny";
        try (FakeUdp server = FakeUdp.answering(bytes -> List.of(hostile.getBytes(UTF_8)))) {
            assertThat(Outcome.with("", false, "upper", "x", "--host", server.host())
                            .out())
                    .isEqualTo(hostile + "\n");
            assertThat(Outcome.with("", true, "upper", "x", "--host", server.host())
                            .out())
                    .isEqualTo("\\u001b[2Jx\\ny" + System.lineSeparator());
        }
    }

    @Test
    void carriesTheLargestDatagramBothWays() throws Exception {
        String large = "x".repeat(65_507);
        try (FakeUdp server = FakeUdp.answering(AskIT::raised)) {
            Outcome outcome = Outcome.with(large, false, "upper", "--host", server.host());

            assertThat(outcome.out()).isEqualTo("X".repeat(65_507) + "\n");
        }
    }

    @Test
    void refusesWhatNoDatagramHolds() {
        Outcome outcome = Outcome.of("upper", "x".repeat(65_508));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("A request of more than 65,507 bytes")
                .hasLineCount(1);
    }

    @Test
    void asksAgainFromAnotherPort() throws Exception {
        try (FakeUdp server = FakeUdp.silentToTheFirstPort(AskIT::raised)) {
            Outcome outcome = Outcome.of("upper", "a", "b", "--timeout", "500ms", "--host", server.host());

            assertThat(outcome).isEqualTo(new Outcome(0, "A\nB\n", ""));
            assertThat(server.got).hasSize(3);
        }
    }

    @Test
    void hearsWhatComesLateToThePortBefore() throws Exception {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            server.setSoTimeout(10_000);
            CompletableFuture<Outcome> asked = CompletableFuture.supplyAsync(() ->
                    Outcome.of("upper", "a", "--timeout", "500ms", "--host", "127.0.0.1:" + server.getLocalPort()));
            DatagramPacket first = new DatagramPacket(new byte[10], 10);
            server.receive(first);
            DatagramPacket again = new DatagramPacket(new byte[10], 10);
            server.receive(again);
            assertThat(again.getPort()).isNotEqualTo(first.getPort());
            server.send(new DatagramPacket(new byte[] {'A'}, 1, first.getSocketAddress()));

            assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo(new Outcome(0, "A\n", ""));
        }
    }

    @Test
    void asksAgainWhenNothingComes() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeUdp server = FakeUdp.answering(bytes -> asked.incrementAndGet() < 3 ? List.of() : raised(bytes))) {
            Outcome outcome = Outcome.of("upper", "a", "--timeout", "500ms", "--tries", "5", "--host", server.host());

            assertThat(outcome).isEqualTo(new Outcome(0, "A\n", ""));
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void anAnswerThatCameTwiceIsNotTakenForTheNext() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeUdp server = FakeUdp.answering(bytes -> switch (asked.incrementAndGet()) {
            case 1 -> List.of();
            case 2 -> List.of(raised(bytes).get(0), raised(bytes).get(0));
            default -> raised(bytes);
        })) {
            Outcome outcome = Outcome.of("upper", "a", "b", "--timeout", "200ms", "--host", server.host());

            assertThat(outcome.out()).isEqualTo("A\nB\n");
        }
    }

    /** A balancer relays what it hears by ICMP as an empty datagram. */
    @ParameterizedTest
    @ValueSource(strings = {"prime 17", "greet hello", "upper x", "greet", "prime -1"})
    void anEmptyDatagramIsNoAnswer(String words) throws Exception {
        try (FakeUdp server = FakeUdp.answering(bytes -> List.of(new byte[0], new byte[0]))) {
            Outcome outcome = Outcome.of((words + " --timeout 100ms --tries 2 --host " + server.host()).split(" "));

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            1,
                            "",
                            "No answer from udp://" + server.host()
                                    + " after 2 tries of 0.1 s each: only empty datagrams came, as a balancer sends"
                                    + " them for a dead server." + System.lineSeparator()));
            assertThat(server.got).hasSize(2);
        }
    }

    @Test
    void theAnswerBehindAnEmptyDatagramIsTaken() throws Exception {
        try (FakeUdp server =
                FakeUdp.answering(bytes -> List.of(new byte[0], raised(bytes).get(0)))) {
            assertThat(Outcome.of("upper", "a", "--timeout", "20s", "--host", server.host()))
                    .isEqualTo(new Outcome(0, "A\n", ""));
        }
    }

    @Test
    void askingAgainAfterAnEmptyDatagramFindsAServerThatIsBack() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeUdp server = FakeUdp.answering(
                bytes -> asked.incrementAndGet() == 1 ? List.of(new byte[0]) : List.of("T\n".getBytes(UTF_8)))) {
            assertThat(Outcome.of("prime", "7", "--timeout", "300ms", "--host", server.host()))
                    .isEqualTo(new Outcome(0, "T\n", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " \t\r\n\f\u000b"})
    void whiteSpaceMayBeAnsweredByNothing(String blank) throws Exception {
        try (FakeUdp server = FakeUdp.answering(bytes -> List.of(new byte[0]))) {
            assertThat(Outcome.of("upper", blank, "--timeout", "20s", "--host", server.host()))
                    .isEqualTo(new Outcome(0, "\n", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prime", "upper", "greet", "send"})
    void nobodyListensForAnEmptyRequestEither(String command) throws Exception {
        Outcome outcome = Outcome.of(command, "", "--timeout", "20s", "--host", "127.0.0.1:" + FakeUdp.freePort());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("Nobody is listening at udp://").hasLineCount(1);
    }

    @Test
    void saysInOneSentenceThatNothingCame() throws Exception {
        try (FakeUdp server = FakeUdp.silent()) {
            Outcome outcome = Outcome.of("upper", "a", "--timeout", "50ms", "--tries", "2", "--host", server.host());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .isEqualTo("No answer from udp://" + server.host()
                            + " after 2 tries of 0.05 s each: the request or the answer was lost or filtered, or nobody"
                            + " answers there."
                            + System.lineSeparator());
            assertThat(server.got).hasSize(2);
        }
    }

    @Test
    void saysThatNobodyListensWhenIcmpDoes() throws Exception {
        String host = "127.0.0.1:" + FakeUdp.freePort();
        for (String command : List.of("upper", "send")) {
            Outcome outcome = Outcome.of(command, "a", "--timeout", "1m", "--host", host);

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("Nobody is listening at udp://" + host + " (ICMP says: port unreachable)")
                    .hasLineCount(1);
        }
    }

    @Test
    void asksOverTcpLineByLineAndOpensAnotherConnectionWhenOneIsEnded() throws Exception {
        try (FakeTcp server = FakeTcp.raising(2)) {
            assertThat(Outcome.of("upper", "--tcp", "a", "b", "c", "--timeout", "1m", "--host", server.host()))
                    .isEqualTo(new Outcome(0, "A\nB\nC\n", ""));
        }
    }

    @Test
    void saysWhyThereIsNoAnswerOverTcp() throws Exception {
        try (FakeTcp server = FakeTcp.raising(0)) {
            assertThat(Outcome.of("upper", "--tcp", "a", "--host", server.host())
                            .err())
                    .startsWith("tcp://" + server.host() + " closed the connection without an answer.");
        }
        Outcome refused = Outcome.of("upper", "--tcp", "a", "--host", "127.0.0.1:" + FakeUdp.freePort());
        assertThat(refused.err()).startsWith("Nobody is listening at tcp://").contains("(connection refused)");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @Test
    void refusesALineFeedWithinARequestOverTcp() {
        assertThat(Outcome.of("upper", "--tcp", "a\nb").exitCode()).isEqualTo(2);
    }

    @Test
    void asksUnixSocketsAndLeavesNoFileBehind() throws Exception {
        Transport transport = Transport.best();
        assumeTrue(transport.hasUnixDatagrams(), "no native transport here");
        Path path = folder.resolve("upper.sock");
        EventLoopGroup loop = transport.eventLoops(1, "fake-unix");
        StringBuilder client = new StringBuilder();
        try (UnixEndpoint endpoint =
                UnixEndpoint.open(transport, loop, path, UnixAccess.OWNER, all -> all.addLast(raiser(client)))) {
            assertThat(Outcome.of("upper", "--unix", endpoint.path().toString(), "a", ""))
                    .isEqualTo(new Outcome(0, "A\n\n", ""));
            assertThat(Path.of(client.toString())).doesNotExist();
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        assertThat(Outcome.of("upper", "--unix", path.toString(), "a").err())
                .startsWith("Nobody is listening at unix:");
    }

    @Test
    void sendsWithoutWaitingForAnAnswer() throws Exception {
        try (FakeUdp server = FakeUdp.silent()) {
            assertThat(Outcome.of("send", "a", "", "bye", "--host", server.host()))
                    .isEqualTo(new Outcome(0, "", ""));
            assertThat(server.got)
                    .extracting(got -> new String(got.bytes(), UTF_8))
                    .containsExactly("a", "", "bye");
        }
    }

    @Test
    void sendsLinesOverTcpAndEndsTheStream() throws Exception {
        try (FakeTcp server = FakeTcp.keeping()) {
            assertThat(Outcome.of("send", "--tcp", "a", "b", "--timeout", "1m", "--host", server.host())
                            .err())
                    .isEmpty();
            assertThat(server.streams.take()).asString(UTF_8).isEqualTo("a\nb\n");
        }
    }

    @Test
    void refusesOptionsThatContradictEachOther() {
        for (String[] args : new String[][] {
            {"upper", "--unix", "x", "--tcp", "a"},
            {"upper", "--unix", "x", "--host", "h", "a"},
            {"upper", "--tries", "0", "a"},
            {"upper", "--timeout", "0", "a"},
            {"upper", "--timeout", "soon", "a"},
            {"upper", "--host", "h:0", "a"},
            {"nothing"}
        }) {
            Outcome outcome = Outcome.of(args);

            assertThat(outcome.exitCode()).as(String.join(" ", args)).isEqualTo(2);
            assertThat(outcome.err()).hasLineCount(1).contains("; see 'paloma client");
            assertThat(outcome.out()).isEmpty();
        }
    }

    private static List<byte[]> raised(byte[] bytes) {
        return List.of(new String(bytes, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }

    private static SimpleChannelInboundHandler<DomainDatagramPacket> raiser(StringBuilder client) {
        return new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                client.setLength(0);
                client.append(packet.sender().path());
                byte[] answer = packet.content()
                        .toString(UTF_8)
                        .toUpperCase(Locale.ROOT)
                        .concat("\n")
                        .getBytes(UTF_8);
                ctx.writeAndFlush(new DomainDatagramPacket(Unpooled.wrappedBuffer(answer), packet.sender()));
            }
        };
    }
}
