package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import paloma.net.ConnectionLimits.Bound;

class ConnectionLimitsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> turnedAway = new ArrayList<>();
    private final ConnectionWatch watch = new ConnectionWatch() {
        @Override
        public void turnedAway(Bound bound, InetAddress source) {
            turnedAway.add(bound + " " + source.getHostAddress());
        }

        @Override
        public void notAccepted(IOException cause) {}
    };
    private final ConnectionWatch ofProxy = new ConnectionWatch() {
        @Override
        public void turnedAway(Bound bound, InetAddress source) {
            turnedAway.add(bound + " " + source.getHostAddress());
        }

        @Override
        public boolean isProxy(InetAddress peer) {
            return true;
        }

        @Override
        public void notAccepted(IOException cause) {}
    };
    private long nowNanos = Long.MAX_VALUE - SECOND; // wraps within each test

    private final ConnectionLimits limits = new ConnectionLimits(4, 2, SECOND, () -> nowNanos);

    @Test
    void letsTheLongestSilentOfASourceGiveWayToItsNewest() {
        EmbeddedChannel first = connect("192.0.2.1");
        EmbeddedChannel second = connect("192.0.2.1");
        EmbeddedChannel other = connect("192.0.2.2");
        nowNanos += SECOND / 2;
        send(first);
        nowNanos += SECOND / 2;
        assertThat(connect("192.0.2.1").isOpen()).isTrue();
        assertThat(isOpen(first)).isTrue();
        assertThat(isOpen(second)).isFalse();
        assertThat(isOpen(other)).isTrue();
        assertThat(turnedAway).containsExactly("SOURCE 192.0.2.1");
        assertThat(limits.open()).isEqualTo(3);
    }

    @Test
    void refusesOneMoreOfASourceThatIsNotSilent() {
        List<EmbeddedChannel> busy = List.of(connect("192.0.2.1"), connect("192.0.2.1"));
        nowNanos += 10 * SECOND;
        busy.forEach(ConnectionLimitsTest::send);
        nowNanos += SECOND - 1;
        assertThat(connect("192.0.2.1")).isNull();
        assertThat(turnedAway).containsExactly("SOURCE 192.0.2.1");
        assertThat(connect("192.0.2.2")).isNotNull();
    }

    @Test
    void countsAnIpv6NetworkAsOneSource() {
        connect("2001:db8::1");
        nowNanos++;
        connect("2001:db8::2:0:0:1");
        connect("2001:db8::3");
        connect("2001:db8:0:1::3");
        assertThat(turnedAway).containsExactly("SOURCE 2001:db8:0:0:0:0:0:1");
    }

    /** A burst of connections that only begin to speak shuts nobody out, not even for a moment. */
    @Test
    void letsTheLongestSilentOfTheNewGiveWayBeforeThoseThatSpokeOn() {
        EmbeddedChannel talks = connect("192.0.2.1");
        nowNanos += 10 * SECOND;
        send(talks);
        nowNanos += SECOND / 10;
        for (int i = 0; i < 100; i++) {
            send(connect("192.0.2.1"));
            nowNanos++;
        }
        assertThat(isOpen(talks)).isTrue();
        assertThat(turnedAway).hasSize(99);
    }

    @Test
    void letsTheLongestSilentOfAllGiveWayToAnotherSource() {
        EmbeddedChannel silent = connect("192.0.2.1");
        nowNanos += SECOND;
        for (String source : List.of("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4")) {
            assertThat(connect(source)).isNotNull();
        }
        assertThat(isOpen(silent)).isFalse();
        assertThat(turnedAway).containsExactly("ALL 192.0.2.1");
        assertThat(limits.open()).isEqualTo(4);
    }

    @Test
    void takesFromTheSourceThatHasMostWhereNobodyIsSilent() {
        List<EmbeddedChannel> busy = new ArrayList<>();
        for (String source : List.of("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2")) {
            busy.add(connect(source));
        }
        nowNanos += 10 * SECOND;
        busy.forEach(ConnectionLimitsTest::send);
        nowNanos += SECOND / 2;
        EmbeddedChannel third = connect("192.0.2.3");
        assertThat(turnedAway).hasSize(1).allMatch(each -> each.matches("ALL 192.0.2.[12]"));
        assertThat(isOpen(third)).isTrue();
        assertThat(limits.open()).isEqualTo(4);
    }

    @Test
    void takesBytesInEitherDirectionForLife() {
        EmbeddedChannel writes = connect("192.0.2.1");
        EmbeddedChannel silent = connect("192.0.2.1");
        nowNanos += SECOND;
        writes.writeOutbound(Unpooled.copiedBuffer(new byte[1]));
        assertThat(connect("192.0.2.1")).isNotNull();
        assertThat(isOpen(writes)).isTrue();
        assertThat(isOpen(silent)).isFalse();
        writes.releaseOutbound();
    }

    @Test
    void takesNobodyForSilentWhileAnAnswerIsComputedForHim() {
        EmbeddedChannel waits = connect("192.0.2.1");
        ConnectionLimits.computesFor(waits, true);
        EmbeddedChannel silent = connect("192.0.2.1");
        nowNanos += SECOND;
        assertThat(connect("192.0.2.1")).isNotNull();
        assertThat(isOpen(waits)).isTrue();
        assertThat(isOpen(silent)).isFalse();
        ConnectionLimits.computesFor(waits, false);
        connect("192.0.2.1");
        assertThat(isOpen(waits)).isFalse();
    }

    @Test
    void hasRoomAgainWhenAConnectionEnds() {
        EmbeddedChannel first = connect("192.0.2.1");
        connect("192.0.2.1");
        first.close();
        assertThat(connect("192.0.2.1")).isNotNull();
        assertThat(turnedAway).isEmpty();
    }

    @Test
    void closesDownToLowerBoundsWithTheNextConnection() {
        EmbeddedChannel first = connect("192.0.2.1");
        EmbeddedChannel second = connect("192.0.2.1");
        EmbeddedChannel third = connect("192.0.2.2");
        limits.change(1, 1);
        nowNanos += SECOND;
        EmbeddedChannel last = connect("192.0.2.1");
        assertThat(List.of(isOpen(first), isOpen(second), isOpen(third), isOpen(last)))
                .containsExactly(false, false, false, true);
        assertThat(limits.open()).isEqualTo(1);
    }

    @Test
    void givesADescriptorBackOnlyFromTheSilent() {
        EmbeddedChannel connection = connect("192.0.2.1");
        limits.freeDescriptor();
        assertThat(isOpen(connection)).as("just accepted, and answered soon").isTrue();
        nowNanos += SECOND;
        send(connection);
        limits.freeDescriptor();
        assertThat(isOpen(connection)).isTrue();
        nowNanos += SECOND;
        limits.freeDescriptor();
        assertThat(isOpen(connection)).isFalse();
        limits.freeDescriptor();
        assertThat(turnedAway).containsExactly("DESCRIPTORS 192.0.2.1");
    }

    @Test
    void forgetsEverySourceThatLeft() {
        for (int i = 0; i < 1_000; i++) {
            connect("198.51.100." + i % 250).close();
        }
        assertThat(limits.open()).isZero();
        assertThat(limits).hasFieldOrPropertyWithValue("bySource", Map.of());
    }

    /** Returns null for a connection that is refused. */
    private EmbeddedChannel connect(String source) {
        EmbeddedChannel channel = new EmbeddedChannel();
        try {
            return limits.admit(channel, InetAddress.getByName(source), watch) ? channel : null;
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(EmbeddedChannel channel) {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
    }

    private static boolean isOpen(EmbeddedChannel channel) {
        channel.runPendingTasks();
        return channel.isOpen();
    }

    @Test
    void countsTheConnectionsOfAProxyForItsClients() throws UnknownHostException {
        List<EmbeddedChannel> all = new ArrayList<>();
        for (int client = 1; client <= 3; client++) {
            EmbeddedChannel channel = new EmbeddedChannel();
            assertThat(limits.admit(channel, InetAddress.getByName("10.0.0.1"), ofProxy))
                    .isTrue();
            ConnectionLimits.tell(channel, InetAddress.getByName("192.0.2." + client));
            all.add(channel);
        }
        assertThat(turnedAway).as("one a client, three of the proxy").isEmpty();
        EmbeddedChannel again = new EmbeddedChannel();
        assertThat(limits.admit(again, InetAddress.getByName("10.0.0.1"), ofProxy))
                .isTrue();
        ConnectionLimits.tell(again, InetAddress.getByName("192.0.2.1"));
        nowNanos += 2 * SECOND;
        all.get(2).close();
        EmbeddedChannel third = new EmbeddedChannel();
        assertThat(limits.admit(third, InetAddress.getByName("10.0.0.1"), ofProxy))
                .isTrue();
        ConnectionLimits.tell(third, InetAddress.getByName("192.0.2.1"));
        assertThat(turnedAway).containsExactly("SOURCE 192.0.2.1");
        assertThat(limits.open()).isEqualTo(3);
    }
}
