package paloma.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.ServerSettings;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

class TlsStagesTest {
    private final ServiceMeter meter = new ServiceMeter("test", "tls");
    private final List<String> seen = new ArrayList<>();

    @TempDir
    Path data;

    private TlsStages stages;

    @BeforeEach
    void open() throws Exception {
        String[] arguments = {"echo=tls://", "--data", data.toString()};
        stages = new TlsStages(
                ServerCertificates.open(ServerSettings.load(arguments, Map.of()).tls()), 1);
    }

    @AfterEach
    void close() {
        stages.close();
    }

    @Test
    void closesWhatDoesNotFinishItsHelloInTime() {
        for (String begun : new String[] {"", "\u0016", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"}) {
            EmbeddedChannel connection = connection();
            connection.writeInbound(bytes(begun));
            connection.advanceTimeBy(9, TimeUnit.SECONDS);
            connection.runScheduledPendingTasks();
            assertThat(connection.isOpen()).as("after 9 s").isTrue();
            connection.advanceTimeBy(1, TimeUnit.SECONDS);
            connection.runScheduledPendingTasks();
            assertThat(connection.isOpen()).as("after 10 s").isFalse();
            connection.finishAndReleaseAll();
        }
        assertThat(meter.refusals(Refusal.TLS_HANDSHAKE)).isEqualTo(3);
        assertThat(seen).as("by the stages behind").isEmpty();
    }

    /** A health check of a balancer connects and leaves: nothing was refused. */
    @Test
    void countsNobodyWhoLeavesBeforeHisHello() {
        EmbeddedChannel connection = connection();
        connection.close();
        connection.finishAndReleaseAll();
        assertThat(meter.refusals(Refusal.TLS_HANDSHAKE)).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void tellsNoStageBehindOfGarbage() {
        for (int seed = 0; seed < 300; seed++) {
            byte[] garbage = new byte[1 + seed];
            new Random(seed).nextBytes(garbage);
            garbage[0] = seed % 3 == 0 ? 0x16 : garbage[0];
            EmbeddedChannel connection = connection();
            connection.writeInbound(Unpooled.wrappedBuffer(garbage));
            connection.advanceTimeBy(10, TimeUnit.SECONDS);
            connection.runScheduledPendingTasks();
            assertThat(connection.isOpen()).isFalse();
            connection.finishAndReleaseAll();
            assertThat(meter.refusals(Refusal.TLS_HANDSHAKE)).isEqualTo(seed + 1);
        }
        assertThat(meter.refusals(Refusal.FAILED)).isZero();
        assertThat(seen).isEmpty();
    }

    private EmbeddedChannel connection() {
        EmbeddedChannel connection = new EmbeddedChannel();
        connection.freezeTime();
        stages.addTo(connection.pipeline(), meter, false);
        connection.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext ctx) {
                seen.add("active");
            }

            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
                seen.add("inactive");
            }

            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ((ByteBuf) message).release();
                seen.add("read");
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                seen.add(String.valueOf(cause));
            }
        });
        return connection;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
