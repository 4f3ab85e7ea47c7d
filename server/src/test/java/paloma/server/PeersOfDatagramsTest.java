package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.ServerSettings;
import paloma.server.guard.Guards;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.server.peer.Admission;
import paloma.server.peer.Guests;
import paloma.server.peer.Peers;

/** Peers over bare UDP: who becomes one, what he and others hear, and how he goes. */
class PeersOfDatagramsTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 4040);
    private static final InetSocketAddress ANA = new InetSocketAddress("192.0.2.7", 40_000);

    private final ServiceMeter meter = new ServiceMeter("guests", "udp");
    private final Guests guests = new Guests();
    private final List<ByteBuf> payloads = new ArrayList<>();
    private long aheadNanos;
    private Guards guards;
    private Peers peers;
    private EmbeddedChannel socket = socket("--peers", "3", "--peers-per-source", "2");

    @AfterEach
    void everythingIsReleased() {
        peers.takeLeave();
        socket.runPendingTasks();
        socket.checkException();
        assertThat(socket.finish()).as("nothing is left over").isFalse();
        assertThat(payloads).allSatisfy(payload -> assertThat(payload.refCnt()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "hello", "482 913", "/ping\n", "1\n2\n3\n4"})
    void tellsAStrangerHisCodeAndServesHimWhenItComesBack(String first) {
        says(ANA, first);
        String code = TestGuest.code(hears(ANA));
        says(ANA, code + "\r\n\nhello\nagain");
        assertThat(heard(ANA)).containsExactly("welcome", "hello", "again");
        assertThat(guests.told()).containsExactly("0 arrived", "0 said hello", "0 said again");
        assertThat(guests.peer(0).address()).isEqualTo(ANA);
    }

    @Test
    void tellsNothingElseToAStranger() {
        says(ANA, "hello");
        String code = TestGuest.code(hears(ANA));
        for (int i = 0; i < 500; i++) {
            says(ANA, "hello");
            says(ANA, "");
            says(ANA, wrong(code));
            says(ANA, "hello\n" + code);
        }
        assertThat(heard(ANA)).isEmpty();
        says(ANA, code);
        assertThat(heard(ANA)).as("he has tried too often").isEmpty();
        assertThat(guests.told()).isEmpty();
        assertThat(meter.answers()).isEqualTo(1);
        assertThat(meter.refusals(Refusal.CODE)).isEqualTo(501);
        assertThat(meter.refusals(Refusal.UNPROVED)).isEqualTo(1_500);
    }

    /** Two links may have the same address on them. */
    @Test
    void tellsSourcesOfTwoLinksApart() throws Exception {
        byte[] address = InetAddress.getByName("fe80::7").getAddress();
        InetSocketAddress ana = new InetSocketAddress(Inet6Address.getByAddress(null, address, 2), 40_000);
        InetSocketAddress ben = new InetSocketAddress(Inet6Address.getByAddress(null, address, 3), 40_000);
        arrives(ana);
        says(ana, "hello");
        assertThat(heard(ana)).containsExactly("hello");
        says(ben, "hello");
        TestGuest.code(hears(ben));
        says(ana, "bye");
        assertThat(heard(ana)).containsExactly("good-bye");
        assertThat(guests.told()).containsExactly("0 arrived", "0 said hello", "0 said bye", "0 LEFT");
    }

    @Test
    void takesNoCodeFromElsewhere() {
        says(ANA, "hello");
        String code = TestGuest.code(hears(ANA));
        InetSocketAddress otherPort = new InetSocketAddress("192.0.2.7", 40_001);
        says(otherPort, code);
        String others = TestGuest.code(hears(otherPort));
        if (!others.equals(code)) {
            says(otherPort, code);
        }
        assertThat(heard(otherPort)).isEmpty();
        assertThat(guests.told()).isEmpty();
        says(ANA, code);
        assertThat(heard(ANA)).containsExactly("welcome");
    }

    @Test
    void passesOverTheCodeThatComesAgainAndNoOtherNumber() {
        String code = arrives(ANA);
        guests.told();
        says(ANA, code);
        says(ANA, code.replace(" ", "") + "\nhello");
        says(ANA, wrong(code));
        assertThat(guests.told()).containsExactly("0 said hello", "0 said " + wrong(code));
        assertThat(heard(ANA)).containsExactly("hello", wrong(code));
    }

    @Test
    void saysNothingToStrangersWhereThereIsNoPlaceForThem() {
        arrives(ANA);
        arrives(new InetSocketAddress("192.0.2.7", 40_001));
        says(new InetSocketAddress("192.0.2.7", 40_002), "hello");
        assertThat(meter.refusals(Refusal.PEERS_PER_SOURCE)).isEqualTo(1);
        arrives(new InetSocketAddress("192.0.2.8", 40_000));
        says(new InetSocketAddress("192.0.2.9", 40_000), "hello");
        assertThat(meter.refusals(Refusal.PEERS)).isEqualTo(1);
        assertThat(socket.outboundMessages()).isEmpty();
        assertThat(peers.readings()).isEmpty();

        says(ANA, "bye");
        assertThat(heard(ANA)).containsExactly("good-bye");
        says(new InetSocketAddress("192.0.2.7", 40_002), "hello");
        TestGuest.code(hears(new InetSocketAddress("192.0.2.7", 40_002)));
    }

    /** Both were told their codes while there was one place. */
    @Test
    void refusesWhoComesSecondToTheLastPlace() {
        List<InetSocketAddress> sources = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sources.add(new InetSocketAddress("192.0.2." + (10 + i), 40_000));
            says(sources.get(i), "hello");
            codes.add(TestGuest.code(hears(sources.get(i))));
        }
        for (int i = 0; i < 4; i++) {
            says(sources.get(i), codes.get(i));
            assertThat(heard(sources.get(i))).hasSize(i < 3 ? 1 : 0);
        }
        assertThat(meter.refusals(Refusal.PEERS)).isEqualTo(1);
        assertThat(guests.told()).containsExactly("0 arrived", "1 arrived", "2 arrived");
    }

    @Test
    void letsGoWhoIsSilentAndTellsHimACodeAgain() {
        arrives(ANA);
        waits(9 * 60);
        says(ANA, "");
        waits(9 * 60);
        assertThat(guests.told()).as("an empty datagram is a sign of life").containsExactly("0 arrived");
        waits(61);
        assertThat(guests.told()).containsExactly("0 SILENT");
        guests.sendAll("anybody there?");
        socket.runPendingTasks();
        assertThat(heard(ANA)).isEmpty();
        says(ANA, "hello");
        TestGuest.code(hears(ANA));
    }

    @Test
    void letsOneGoForWhomTheServiceFailsAndServesTheOthers() {
        arrives(ANA);
        InetSocketAddress ben = new InetSocketAddress("192.0.2.8", 40_000);
        arrives(ben);
        guests.told();
        says(ANA, "fail\nnot heard");
        says(ben, "hello");
        assertThat(guests.told()).containsExactly("0 said fail", "0 REFUSED", "1 said hello");
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(heard(ben)).containsExactly("hello");
    }

    @Test
    void letsAllGoAtTheStopWhoHearWhatWasSentBefore() {
        arrives(ANA);
        guests.told();
        guests.sendAll("the server stops");
        peers.takeLeave();
        socket.runPendingTasks();
        assertThat(guests.told()).containsExactly("0 REFUSED");
        assertThat(heard(ANA)).containsExactly("the server stops");
        InetSocketAddress ben = new InetSocketAddress("192.0.2.8", 40_000);
        says(ben, "hello");
        assertThat(heard(ben)).as("nobody more arrives").isEmpty();
    }

    @Test
    void sendsThousandsOfMessagesInTheOrderOfTheirCalls() {
        arrives(ANA);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            sent.add("message " + i);
            assertThat(guests.peer(0).send("message " + i)).isTrue();
        }
        socket.runPendingTasks();
        assertThat(heard(ANA)).isEqualTo(sent);
        assertThat(meter.answers()).isEqualTo(1_502);
    }

    @Test
    void letsGoWhoHasMoreThanHisBudgetWaiting() {
        arrives(ANA);
        says(ANA, "flood");
        assertThat(guests.told()).containsExactly("0 arrived", "0 said flood", "0 REFUSED");
        assertThat(meter.refusals(Refusal.NOT_READING)).isEqualTo(1);
        assertThat(heard(ANA)).hasSizeBetween(230, 256 << 10 / 1_000);
    }

    /** The kernel parts the datagrams of a port among sockets, and parts them anew when one is opened or closed. */
    @Test
    void servesAPeerWhoseDatagramsComeToAnotherSocketOnHisOwn() {
        arrives(ANA);
        guests.told();
        EmbeddedChannel other = socketOf(peers);
        says(other, ANA, "one");
        says(other, ANA, "two");
        assertThat(guests.told()).as("not on the event loop of another").isEmpty();
        assertThat(payloads).as("keep none of its buffers").allMatch(payload -> payload.refCnt() == 0);
        socket.runPendingTasks();
        assertThat(guests.told()).containsExactly("0 said one", "0 said two");
        assertThat(heard(ANA)).containsExactly("one", "two");
        assertThat(other.outboundMessages()).isEmpty();
        for (int i = 0; i < 100; i++) {
            says(other, ANA, "line " + i);
        }
        assertThat(meter.refusals(Refusal.BUSY)).isEqualTo(36);
        socket.runPendingTasks();
        assertThat(guests.told()).hasSize(64).endsWith("0 said line 63");
        assertThat(heard(ANA)).hasSize(64);
        assertThat(other.finish()).isFalse();
    }

    /** Each stranger hears one answer at most, within three times what he sent, whatever all of them send. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void neverSpeaksTwiceToAStrangerWhoIsNone(int seed) {
        Random random = new Random(seed);
        Map<InetSocketAddress, Integer> answers = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            InetSocketAddress source =
                    new InetSocketAddress("198.51.100." + random.nextInt(20), 40_000 + random.nextInt(9));
            String text = rubbish(random);
            says(source, text);
            for (DatagramPacket answer = socket.readOutbound(); answer != null; answer = socket.readOutbound()) {
                assertThat(answer.recipient()).isEqualTo(source);
                assertThat(answer.content().readableBytes() + 28)
                        .isLessThanOrEqualTo(3 * (text.getBytes(StandardCharsets.UTF_8).length + 28));
                answers.merge(source, 1, Integer::sum);
                answer.release();
            }
        }
        assertThat(answers).hasSizeGreaterThan(150);
        assertThat(answers.values()).allMatch(count -> count == 1);
        assertThat(guests.told()).isEmpty();
        assertThat(meter.refusals(Refusal.FAILED)).isZero();
        payloads.clear();
    }

    /** Mostly what looks like codes. */
    private static String rubbish(Random random) {
        StringBuilder text = new StringBuilder();
        String letters = "0123456789 \t\r\n\u0000\u00ffx/";
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return random.nextInt(3) == 0 ? String.format("%06d%s", random.nextInt(1_000_000), text) : text.toString();
    }

    private static String wrong(String code) {
        return (code.charAt(0) == '9' ? "0" : "9") + code.substring(1);
    }

    private String arrives(InetSocketAddress source) {
        says(source, "hello");
        String code = TestGuest.code(hears(source));
        says(source, code);
        assertThat(heard(source)).containsExactly("welcome");
        return code;
    }

    private void says(InetSocketAddress source, String text) {
        says(socket, source, text);
    }

    private void says(EmbeddedChannel on, InetSocketAddress source, String text) {
        ByteBuf payload =
                Unpooled.copiedBuffer("9" + text, StandardCharsets.UTF_8).skipBytes(1);
        payloads.add(payload);
        on.writeInbound(new DatagramPacket(payload, SERVER, source));
        on.runPendingTasks();
    }

    private String hears(InetSocketAddress source) {
        List<String> heard = heard(source);
        assertThat(heard).hasSize(1);
        return heard.get(0);
    }

    private List<String> heard(InetSocketAddress source) {
        List<String> heard = new ArrayList<>();
        for (DatagramPacket packet = socket.readOutbound(); packet != null; packet = socket.readOutbound()) {
            assertThat(packet.recipient()).isEqualTo(source);
            assertThat(packet.sender()).isEqualTo(SERVER);
            heard.add(packet.content().toString(StandardCharsets.UTF_8));
            packet.release();
        }
        return heard;
    }

    private void waits(int seconds) {
        for (int i = 0; i < seconds; i++) {
            aheadNanos += TimeUnit.SECONDS.toNanos(1);
            socket.advanceTimeBy(1, TimeUnit.SECONDS);
            socket.runScheduledPendingTasks();
            socket.runPendingTasks();
        }
    }

    private EmbeddedChannel socket(String... options) {
        ServerSettings settings = ServerSettings.load(options, Map.of());
        guards = new Guards(settings.guards(), System.nanoTime());
        Admission admission = new Admission(settings.peers(), guards, System.nanoTime());
        peers = new Peers(guests, meter, admission, settings.peers().idleNanos(), () -> System.nanoTime() + aheadNanos);
        return socketOf(peers);
    }

    private EmbeddedChannel socketOf(Peers served) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(4 << 20, 8 << 20)); // as a socket has it
        new Pipelines(guards, null, null).datagrams(channel.pipeline(), new Served.Peers(served, meter));
        return channel;
    }
}
