package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.net.Transport;

/** What happens to the path in the middle of a transfer: the same connection goes on. */
class ChangedPathIT {
    private static final int FILE_BYTES = 8_000_000;
    private static final long MIDDLE_BYTES = FILE_BYTES / 2;
    private static final int CHANGES = 20;

    @TempDir
    private Path folder;

    private Errands errands;

    @BeforeEach
    void start() throws Exception {
        errands = new Errands(folder, Transport.best(), true);
    }

    @AfterEach
    void end() {
        errands.close();
    }

    /** The client notices nothing: it keeps its own port. */
    @ParameterizedTest
    @EnumSource(names = {"PUT", "GET"})
    void anotherPortTowardsTheServerStopsNothing(Errands.Kind kind) throws Exception {
        move(kind, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"PUT", "GET"})
    @Tag("soak")
    void twentyPortsTowardsTheServerStopNothing(Errands.Kind kind) throws Exception {
        move(kind, CHANGES);
    }

    private void move(Errands.Kind kind, int times) throws Exception {
        InTheMiddle middle = new InTheMiddle(FILE_BYTES / (times + 1), times, Proxy.Path::move);
        try (Proxy proxy = Proxy.to(errands.server.address(), middle)) {
            errands.run(kind, FILE_BYTES, proxy.host()).succeeded();
        }
        assertThat(middle.happened()).as("changes of the port").isEqualTo(times);
        assertThat(middle.ports).as("ports of the client").hasSize(1);
        assertThat(middle.connections).as("connections").hasSize(1);
    }

    /** As where a NAT or a balancer has lost its entry and goes on losing what comes from there. */
    @ParameterizedTest
    @EnumSource(names = {"PUT", "GET"})
    void theClientGoesOnFromAnotherPortWhereItsOwnIsDead(Errands.Kind kind) throws Exception {
        AtomicInteger deadPort = new AtomicInteger();
        AtomicLong diedNanos = new AtomicLong();
        AtomicLong revivedNanos = new AtomicLong();
        InTheMiddle middle = new InTheMiddle(MIDDLE_BYTES, 1, path -> {
            deadPort.set(path.clientPort());
            diedNanos.set(System.nanoTime());
        });
        Proxy.Fault losing = (way, datagram, path) -> {
            if (path.clientPort() != deadPort.get()) {
                revivedNanos.compareAndSet(0, deadPort.get() == 0 ? 0 : System.nanoTime());
                middle.pass(way, datagram, path);
            }
        };
        try (Proxy proxy = Proxy.to(errands.server.address(), losing)) {
            errands.run(kind, FILE_BYTES, proxy.host()).succeeded();
        }
        assertThat(middle.ports).as("ports of the client").hasSize(2);
        assertThat(middle.connections).as("connections").hasSize(1);
        assertThat(revivedNanos.get() - diedNanos.get()).isLessThan(TimeUnit.SECONDS.toNanos(15));
    }
}
