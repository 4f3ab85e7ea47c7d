package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.net.Transport;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Wire;

/** A server that is started again knows no connection, and says so in clear: that anybody can say. */
class RestartedServerIT {
    private static final int FILE_BYTES = 8_000_000;
    private static final long MIDDLE_BYTES = FILE_BYTES / 2;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"PUT", "GET"})
    void aTransferGoesOnWithAServerThatWasStartedAgain(Errands.Kind kind) throws Exception {
        try (Errands errands = new Errands(folder, Transport.best(), true)) {
            InTheMiddle middle = new InTheMiddle(MIDDLE_BYTES, 1, path -> errands.server.crashAndStart());
            try (Proxy proxy = Proxy.to(errands.server.address(), middle)) {
                errands.run(kind, FILE_BYTES, proxy.host()).succeeded();
            }
            assertThat(middle.happened()).as("restarts").isEqualTo(1);
            assertThat(middle.connections).as("connections").hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PUT", "GET"})
    void aForgedHintChangesNothingWhileTheServerIsHeard(Errands.Kind kind) throws Exception {
        try (Errands errands = new Errands(folder, Transport.best(), true)) {
            InTheMiddle[] middle = new InTheMiddle[1];
            middle[0] = new InTheMiddle(FILE_BYTES / 100, 90, path -> {
                long connection = middle[0].connections.iterator().next();
                for (Hint.Why why : Hint.Why.values()) {
                    path.send(Proxy.Way.TO_CLIENT, encoded(new Hint(connection, why)));
                }
            });
            try (Proxy proxy = Proxy.to(errands.server.address(), middle[0])) {
                errands.run(kind, FILE_BYTES, proxy.host()).succeeded();
            }
            assertThat(middle[0].happened()).as("forgeries").isEqualTo(90);
            assertThat(middle[0].connections).as("connections").hasSize(1);
        }
    }

    private static byte[] encoded(Hint hint) {
        ByteBuf out = Unpooled.buffer();
        Wire.encode(hint, out);
        return ByteBufUtil.getBytes(out);
    }
}
