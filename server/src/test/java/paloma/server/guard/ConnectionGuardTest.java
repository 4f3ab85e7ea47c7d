package paloma.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.ConnectionLimits.Bound;
import paloma.net.ConnectionWatch;
import paloma.server.config.ConnectionSettings;
import paloma.server.config.ServerSettings;
import paloma.server.logging.DescriptorLog;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

class ConnectionGuardTest {
    private final List<String> lines = new ArrayList<>();
    private final ServiceMeter meter = new ServiceMeter("echo", "tcp");
    private long nowNanos = -1;
    private final ConnectionGuard guard = new ConnectionGuard(
            new ConnectionSettings(512, 128),
            lines::add,
            new DescriptorLog(lines::add, () -> nowNanos),
            () -> nowNanos);
    private final ConnectionWatch watch = guard.watch(
            meter, new Guards(ServerSettings.load(new String[0], Map.of()).guards(), 0));

    @ParameterizedTest
    @CsvSource({
        "ALL, CONNECTIONS, 512 may be open in all (connections)",
        "SOURCE, CONNECTIONS_PER_SOURCE, 128 of one source may be open (connections-per-source)",
        "DESCRIPTORS, DESCRIPTORS, a silent one gave its descriptor to a new one"
    })
    void countsEachAndTellsOfAllInALineAMinute(Bound bound, Refusal reason, String why) throws IOException {
        for (int i = 1; i <= 200; i++) {
            watch.turnedAway(bound, InetAddress.getByName("192.0.2." + i));
        }
        nowNanos += TimeUnit.SECONDS.toNanos(60);
        guard.tick();
        guard.tick();
        assertThat(lines)
                .containsExactly(
                        "closed or refused 1 connection, the last from \"192.0.2.1\": " + why,
                        "closed or refused 199 connections, the last from \"192.0.2.200\": " + why);
        assertThat(meter.refusals(reason)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept(..) failed with error(-24): Too many open files", "Too many open files in system"})
    void tellsOnceAMinuteWhatToRaiseWhereDescriptorsAreOut(String message) {
        for (int i = 0; i <= 3_000; i++) {
            watch.notAccepted(new IOException(message));
            nowNanos += TimeUnit.MILLISECONDS.toNanos(20);
        }
        guard.end();
        assertThat(lines).hasSize(2).allMatch(line -> line.contains("LimitNOFILE=") && line.contains("ulimit -n"));
    }

    @Test
    void tellsWhyNothingCouldBeAcceptedOtherwise() {
        watch.notAccepted(new IOException("No buffer space\navailable"));
        assertThat(lines).containsExactly("echo could not accept 1 connection: No buffer space\\navailable");
    }

    @Test
    void tellsOfTheAdminPortInALineAMinute() throws IOException {
        ConnectionWatch admin = guard.watchAdmin();
        for (int i = 0; i < 200; i++) {
            admin.turnedAway(Bound.SOURCE, InetAddress.getByName("192.0.2.7"));
        }
        guard.end();
        assertThat(lines)
                .containsExactly(
                        "the admin port closed 1 connection, the last from \"192.0.2.7\": 128 may be open, 96 of one source",
                        "the admin port closed 199 connections, the last from \"192.0.2.7\": 128 may be open, 96 of one source");
    }

    @Test
    void tellsTheBoundsAsTheyAreNow() throws IOException {
        guard.reload(new ConnectionSettings(7, 3));
        watch.turnedAway(Bound.ALL, InetAddress.getByName("2001:db8::1"));
        assertThat(lines)
                .containsExactly("closed or refused 1 connection, the last from \"2001:db8::1\":"
                        + " 7 may be open in all (connections)");
    }
}
