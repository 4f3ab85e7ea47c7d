package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.ServerSettings;
import paloma.server.guard.Guards;
import paloma.server.handler.SlowPeer;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.server.peer.Admission;
import paloma.server.peer.Guests;
import paloma.server.peer.Peers;

/** Peers by connections, which prove where they are, and may not read. */
class PeersOfConnectionsTest {
    private static final long EVERYTHING = Long.MAX_VALUE / 2;

    private final ServiceMeter meter = new ServiceMeter("guests", "tcp");
    private final Guests guests = new Guests();
    private final ServerSettings settings = ServerSettings.load(new String[] {"--peers", "2"}, Map.of());
    private final Guards guards = new Guards(settings.guards(), System.nanoTime());
    private final Admission admission = new Admission(settings.peers(), guards, System.nanoTime());
    private long aheadNanos;
    private final Peers peers =
            new Peers(guests, meter, admission, settings.peers().idleNanos(), () -> System.nanoTime() + aheadNanos);

    private final List<SlowPeer> opened = new ArrayList<>();

    @AfterEach
    void nothingFailed() {
        assertThat(meter.refusals(Refusal.UNSENT)).isZero();
        assertThat(guests.told()).noneMatch(line -> line.contains("behind"));
        opened.forEach(SlowPeer::close); // gives back what was never read
    }

    @Test
    void arriveBeforeTheySayAWordAndGetWholeLines() {
        SlowPeer ana = arrives();
        assertThat(ana.received()).isEqualTo("welcome\n");
        guests.peer(0).send("one");
        guests.peer(0).send("two\n");
        guests.peer(0).send("");
        ana.sends("three\r\n\nfo");
        ana.sends("ur\n");
        assertThat(ana.received()).isEqualTo("welcome\none\ntwo\n\nthree\nfour\n");
        assertThat(guests.told()).containsExactly("0 arrived", "0 said three", "0 said four");
    }

    @Test
    void hearWhatWasSentBeforeTheyAreDismissed() {
        SlowPeer ana = opens();
        guests.sendAll("x".repeat(5_000));
        guests.sendAll("good-bye");
        guests.peer(0).dismiss();
        ana.runPendingTasks();
        assertThat(guests.told()).as("some of it waits").containsExactly("0 arrived");
        assertThat(guests.peer(0).send("more")).isFalse();
        ana.sends("not served\n");
        ana.reads(3_000);
        assertThat(ana.sawTheEnd()).isFalse();
        ana.reads(EVERYTHING);
        ana.runPendingTasks();
        assertThat(guests.told()).containsExactly("0 LEFT");
        assertThat(ana.received()).isEqualTo("welcome\n" + "x".repeat(5_000) + "\ngood-bye\n");
        assertThat(ana.sawTheEnd()).isTrue();
    }

    @Test
    void leaveWhenTheyEndTheirStreamAndWhenTheyBreakOff() {
        SlowPeer ana = arrives();
        ana.sends("hello\n");
        ana.endsItsStream();
        assertThat(guests.told()).containsExactly("0 arrived", "0 said hello", "0 LEFT");
        assertThat(ana.received()).isEqualTo("welcome\nhello\n");
        assertThat(ana.sawTheEnd()).isTrue();
        SlowPeer ben = arrives();
        ben.unsafe().close(ben.newPromise());
        assertThat(guests.told()).containsExactly("1 arrived", "1 LEFT");
    }

    @Test
    void areRefusedWhenWeCloseTheirConnection() {
        SlowPeer ana = arrives();
        ana.close();
        assertThat(guests.told()).containsExactly("0 arrived", "0 REFUSED");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 700, 100_000})
    void getEverythingInOrderHoweverSlowlyTheyRead(int bytesAtOnce) {
        SlowPeer ana = opens();
        StringBuilder all = new StringBuilder("welcome\n");
        for (int i = 0; i < 300; i++) {
            guests.sendAll("line " + i);
            all.append("line ").append(i).append('\n');
        }
        ana.runPendingTasks();
        for (int i = 0; i < all.length(); i++) {
            ana.reads(bytesAtOnce);
        }
        assertThat(ana.received()).isEqualTo(all.toString());
        assertThat(guests.told()).containsExactly("0 arrived");
    }

    /** The others hear everything meanwhile. */
    @Test
    void areLetGoWhenTheyReadNothingOfMoreThanTheirBudget() {
        SlowPeer ana = opens();
        SlowPeer ben = arrives();
        StringBuilder all = new StringBuilder("welcome\n");
        for (int i = 0; i < 400; i++) {
            guests.sendAll("x".repeat(999));
            all.append("x".repeat(999)).append('\n');
            ana.runPendingTasks();
            ben.runPendingTasks();
        }
        assertThat(guests.told()).containsExactly("0 arrived", "1 arrived", "0 REFUSED");
        assertThat(meter.refusals(Refusal.NOT_READING)).isEqualTo(1);
        assertThat(ana.isOpen()).isFalse();
        assertThat(ben.received()).isEqualTo(all.toString());
    }

    @Test
    void areLetGoWhenSomethingWaitsForThemForHalfAMinute() {
        SlowPeer ana = opens();
        guests.sendAll("x".repeat(2_000));
        guests.sendAll("y");
        ana.runPendingTasks();
        waits(ana, 29);
        assertThat(guests.told()).containsExactly("0 arrived");
        waits(ana, 3);
        assertThat(guests.told()).containsExactly("0 REFUSED");
        assertThat(meter.refusals(Refusal.NOT_READING)).isEqualTo(1);
        assertThat(ana.isOpen()).isFalse();
    }

    @Test
    void whoWereDismissedAndDoNotReadGoAfterHalfAMinute() {
        SlowPeer ana = opens();
        guests.sendAll("x".repeat(2_000));
        guests.sendAll("y");
        guests.peer(0).dismiss();
        ana.runPendingTasks();
        waits(ana, 32);
        assertThat(guests.told()).containsExactly("0 arrived", "0 LEFT");
        assertThat(admission.bounds().count()).isZero();
    }

    @Test
    void areLetGoWhenTheyAreSilentAndNotBefore() {
        SlowPeer ana = arrives();
        waits(ana, 9 * 60);
        ana.sends("\n");
        waits(ana, 9 * 60);
        assertThat(guests.told()).containsExactly("0 arrived");
        assertThat(ana.sawTheEnd()).isFalse();
        waits(ana, 61);
        assertThat(guests.told()).containsExactly("0 SILENT");
        assertThat(ana.sawTheEnd()).isTrue();
    }

    @Test
    void areLetGoWhenTheServiceFailsForThem() {
        SlowPeer ana = arrives();
        ana.sends("fail\nmore\n");
        ana.runPendingTasks();
        assertThat(guests.told()).containsExactly("0 arrived", "0 said fail", "0 REFUSED");
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(ana.sawTheEnd()).isTrue();
    }

    @Test
    void areClosedWhereThereIsNoPlaceAndAtTheStop() {
        SlowPeer ana = arrives();
        SlowPeer ben = arrives();
        SlowPeer cid = arrives();
        assertThat(cid.received()).isEmpty();
        assertThat(cid.sawTheEnd()).isTrue();
        assertThat(meter.refusals(Refusal.PEERS)).isEqualTo(1);
        guests.sendAll("good-bye");
        peers.takeLeave();
        ana.runPendingTasks();
        ben.runPendingTasks();
        assertThat(guests.told()).containsExactly("0 arrived", "1 arrived", "0 REFUSED", "1 REFUSED");
        assertThat(ana.received()).isEqualTo("welcome\ngood-bye\n");
        assertThat(ana.sawTheEnd()).isTrue();
        assertThat(admission.bounds().count()).isZero();
    }

    /** Rubbish in pieces of any size, then the end: nothing fails, and every line came in order. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void mayTalkRubbish(int seed) {
        Random random = new Random(seed);
        SlowPeer ana = arrives();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String piece = random.ints(random.nextInt(20), 0, 8)
                    .mapToObj(letter -> "\n\r x\u0000\u007f1/".substring(letter, letter + 1))
                    .collect(Collectors.joining());
            all.append(piece);
            ana.sends(piece);
        }
        ana.endsItsStream();
        List<String> lines = new ArrayList<>(List.of("0 arrived"));
        for (String line : all.toString().split("(?<=\n)")) {
            String said = line.replaceFirst("\r?\n$", "");
            if (!said.isEmpty()) {
                lines.add("0 said " + said);
            }
        }
        lines.add("0 LEFT");
        List<String> told = guests.told();
        assertThat(told).isEqualTo(lines);
        assertThat(meter.refusals(Refusal.FAILED)).isZero();
    }

    private SlowPeer arrives() {
        SlowPeer peer = opens();
        peer.reads(EVERYTHING);
        return peer;
    }

    private SlowPeer opens() {
        Pipelines pipelines = new Pipelines(guards, null, null);
        SlowPeer peer = new SlowPeer(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                pipelines.lines(channel.pipeline(), new Served.Peers(peers, meter), false);
            }
        });
        peer.runPendingTasks();
        opened.add(peer);
        return peer;
    }

    private void waits(SlowPeer peer, int seconds) {
        for (int i = 0; i < seconds; i++) {
            aheadNanos += TimeUnit.SECONDS.toNanos(1);
            peer.waits(1);
            peer.runPendingTasks();
        }
    }
}
