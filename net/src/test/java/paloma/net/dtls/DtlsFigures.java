package paloma.net.dtls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints what the server's side costs of a processor, without sockets: echoes of 1,100 bytes and of 20 a second, handshakes a
 * second, bytes a session; medians of {@value #ROUNDS} rounds. To run: this class, with the class path of the tests.
 */
final class DtlsFigures {
    private static final int ROUNDS = 5;
    private static final int ECHOES = 20_000;
    private static final int HANDSHAKES = 100;
    private static final int SESSIONS = 500;

    private long serverNanos;

    private DtlsFigures() {}

    public static void main(String[] args) {
        DtlsFigures figures = new DtlsFigures();
        System.out.printf(Locale.ROOT, "echoes of 1,100 bytes a second: %,d%n", figures.echoes(1_100));
        System.out.printf(Locale.ROOT, "echoes of 20 bytes a second: %,d%n", figures.echoes(20));
        System.out.printf(Locale.ROOT, "handshakes a second: %,d%n", figures.handshakes());
        System.out.printf(Locale.ROOT, "bytes a session: %,d%n", bytesOfSession());
    }

    private long echoes(int bytes) {
        long[] rates = new long[ROUNDS];
        InetSocketAddress address = Parties.at(40_001);
        try (SimulatedDtls dtls = DtlsSessionTest.established(Parties.server())) {
            EmbeddedChannel client = dtls.channel(address);
            for (int round = 0; round < ROUNDS; round++) {
                serverNanos = 0;
                for (int i = 0; i < ECHOES; i++) {
                    client.writeOutbound(Unpooled.wrappedBuffer(new byte[bytes]));
                    ByteBuf record = client.readOutbound();
                    long before = SimulatedDtls.cpuNanos();
                    dtls.toServer(address, record);
                    serverNanos += SimulatedDtls.cpuNanos() - before;
                    dtls.server.releaseOutbound();
                }
                rates[round] = ECHOES * 1_000_000_000L / serverNanos;
            }
        }
        return median(rates);
    }

    private long handshakes() {
        long[] rates = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
                serverNanos = 0;
                dtls.servedNanos = nanos -> serverNanos += nanos;
                for (int i = 0; i < HANDSHAKES; i++) {
                    InetSocketAddress address = Parties.at(1_024 + i);
                    dtls.client(address, Parties.client());
                    dtls.carry();
                    dtls.forget(address);
                }
                rates[round] = dtls.counts.established * 1_000_000_000L / serverNanos;
            }
        }
        return median(rates);
    }

    private static long bytesOfSession() {
        try (SimulatedDtls dtls = DtlsSessionTest.established(Parties.server())) {
            long before = usedBytes();
            for (int i = 0; i < SESSIONS; i++) {
                InetSocketAddress address = Parties.at(1_024 + i);
                dtls.client(address, Parties.client());
                dtls.carry();
                dtls.ask(address, "first");
                dtls.forget(address);
            }
            return (usedBytes() - before) / SESSIONS;
        }
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long median(long[] values) {
        List<Long> sorted = Arrays.stream(values).sorted().boxed().toList();
        return sorted.get(sorted.size() / 2);
    }
}
