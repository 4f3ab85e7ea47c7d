package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.1", 5_004);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 6_000);
    private static final long MILLI = 1_000_000;

    private final MasterKey key = MasterKey.random(CryptoSuite.AES_CM_128_HMAC_SHA1_80);
    private final SealedStream stream = new SealedStream(key, 7, 100);
    private final List<InetSocketAddress> said = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final Unopened unopened = new Unopened(said::add);
    private final Opening opening = Opening.of(key, unopened, this::now);
    private final Consumer<DatagramPacket> muxed = opening.muxed(this::hear);
    private long now;

    private long now() {
        return now;
    }

    private void hear(DatagramPacket datagram) {
        assertThat(datagram.sender()).isEqualTo(STRANGER);
        heard.add(Vectors.hex(datagram.content()));
    }

    private void hand(Consumer<DatagramPacket> to, ByteBuf content) {
        DatagramPacket datagram = new DatagramPacket(content, HERE, STRANGER);
        to.accept(datagram);
        assertThat(datagram.release()).as("it was lent").isTrue();
    }

    @Test
    void tellsRtcpFromRtpOnOnePort() {
        hand(muxed, stream.next());
        hand(muxed, stream.report());

        assertThat(heard).hasSize(2);
        assertThat(heard.get(1)).startsWith("80c8");
        assertThat(unopened.all()).isZero();
    }

    @Test
    void takesNoRtpOnThePortOfRtcp() {
        ByteBuf packet = stream.next();
        hand(opening.rtcp(this::hear), packet.copy());
        hand(opening.rtp(this::hear), packet);

        assertThat(heard).hasSize(1);
        assertThat(unopened.notAuthentic()).isEqualTo(1);
    }

    @Test
    void countsCopiesApart() {
        ByteBuf packet = stream.next();
        hand(muxed, packet.copy());
        hand(muxed, packet);

        assertThat(heard).hasSize(1);
        assertThat(unopened.replayed()).isEqualTo(1);
        assertThat(unopened.notAuthentic()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2_500_000_000_000L, Long.MAX_VALUE - 300 * MILLI, -500 * MILLI})
    void saysOnceAfterASecondThatNothingElseComes(long begin) {
        now = begin;
        for (int i = 0; i < 100; i++) {
            hand(muxed, plain());
            assertThat(said).as("%d ms", 10 * i).isEmpty();
            now += 10 * MILLI;
        }
        for (int i = 0; i < 200; i++) {
            hand(muxed, plain());
            now += 10 * MILLI;
        }
        assertThat(said).containsExactly(STRANGER);
        assertThat(unopened.notAuthentic()).isEqualTo(300);
        assertThat(heard).isEmpty();
    }

    @Test
    void saysNothingWhileSomethingElseComes() {
        for (int i = 0; i < 300; i++) {
            hand(muxed, plain());
            now += 10 * MILLI;
            if (i % 50 == 0) {
                hand(muxed, stream.next());
            }
        }
        assertThat(said).isEmpty();
    }

    /** A sender hears a report of each listener about once a second, and not in turn. */
    @Test
    void saysOnceThatOneOfTwoListenersHasAnotherKey() {
        for (int i = 0; i < 100; i++) {
            hand(muxed, stream.report());
            now += 100 * MILLI;
            hand(muxed, plain());
            now += 1_100 * MILLI;
            hand(muxed, plain());
        }
        assertThat(said).containsExactly(STRANGER);
    }

    @Test
    void speaksOfNoMoreThanFour() {
        for (int i = 0; i < 1_000; i++) {
            unopened.count(SrtpOpener.Result.NOT_AUTHENTIC, new InetSocketAddress("192.0.2.66", 6_000 + i), now);
            now += 10 * MILLI;
        }
        assertThat(said).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void handsOnAllWithoutAKey() {
        Consumer<DatagramPacket> open = Opening.of(null, unopened, this::now).muxed(this::hear);
        hand(open, plain());

        assertThat(heard).containsExactly("800a00010000000100000007");
    }

    private static ByteBuf plain() {
        return Unpooled.buffer().writeBytes(Vectors.bytes("800a0001 00000001 00000007"));
    }
}
