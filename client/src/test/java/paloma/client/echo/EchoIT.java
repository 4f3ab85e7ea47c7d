package paloma.client.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.BindException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.client.FakeUdp;
import paloma.client.Outcome;

class EchoIT {
    /** Empty ones cannot be told apart, so there is one of them. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 3", "56, 3", "65507, 3"})
    void timesEachAndSumsUp(String size, String count) throws Exception {
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            Outcome outcome = Outcome.of("echo", server.host(), "-c", count, "-i", "20ms", "-W", "1m", "-s", size);

            assertThat(outcome.out().lines())
                    .anyMatch(line -> line.matches(size + " bytes? back: seq=1 time=[0-9.]+ ms"))
                    .anyMatch(line -> line.startsWith(count + " sent, " + count + " back, 0 % lost, "))
                    .anyMatch(line -> line.matches("round trip min/avg/max/jitter = ([0-9.]+/){3}[0-9.]+ ms .*"));
            assertThat(outcome.exitCode()).isZero();
            assertThat(server.got).hasSize(Integer.parseInt(count));
        }
    }

    @Test
    void countsWhatIsLost() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeUdp server = FakeUdp.answering(b -> asked.incrementAndGet() == 2 ? List.of() : List.of(b))) {
            Outcome outcome = Outcome.of("echo", server.host(), "-c", "4", "-i", "20ms", "-W", "1s");

            assertThat(outcome.out()).contains("nothing back: seq=2", "4 sent, 3 back, 25 % lost");
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @Test
    void nothingBackIsAFailure() throws Exception {
        try (FakeUdp server = FakeUdp.silent()) {
            Outcome outcome = Outcome.of("echo", server.host(), "-c", "2", "-i", "10ms", "-W", "50ms");

            assertThat(outcome.out()).contains("2 sent, 0 back, 100 % lost").doesNotContain("round trip");
            assertThat(outcome.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void goesOnFromAnotherPortWhereNothingComesBack() throws Exception {
        try (FakeUdp server = FakeUdp.silentToTheFirstPort(List::of)) {
            Outcome outcome = Outcome.of("echo", server.host(), "-c", "20", "-i", "200ms", "-W", "100ms");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).containsOnlyOnce("nothing comes back: going on from another port");
            assertThat(server.got.stream().map(FakeUdp.Got::port).distinct()).hasSize(2);
        }
    }

    @Test
    void whatIsNoEchoDoesNotCountAsOne() throws Exception {
        try (FakeUdp server = FakeUdp.answering(bytes -> List.of(new byte[56]))) {
            Outcome outcome = Outcome.of("echo", server.host(), "-c", "1", "-W", "1s");

            assertThat(outcome.out()).contains("an answer that is no echo of what was sent", "1 sent, 0 back");
            assertThat(outcome.exitCode()).isEqualTo(1);
        }
    }

    /** A balancer relays what it hears by ICMP as an empty datagram. */
    @Test
    void anEmptyDatagramIsNoEcho() throws Exception {
        try (FakeUdp server = FakeUdp.answering(bytes -> List.of(new byte[0]))) {
            Outcome outcome = Outcome.of("echo", server.host(), "-c", "1", "-W", "300ms");

            assertThat(outcome.out())
                    .contains("an empty datagram, which is no echo: a balancer sends one for a dead server")
                    .contains("1 sent, 0 back");
            assertThat(outcome.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        Outcome outcome = Outcome.of("echo", "127.0.0.1:" + FakeUdp.freePort(), "-c", "2", "-i", "50ms");

        assertThat(outcome.out()).contains("nobody is listening there", "2 sent, 0 back");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void echoesOverIpv6() throws Exception {
        FakeUdp opened = null;
        try {
            opened = FakeUdp.at("::1", List::of);
        } catch (BindException e) {
            assumeTrue(false, "no IPv6 loopback here");
        }
        try (FakeUdp server = opened) {
            assertThat(Outcome.of("echo", server.host(), "-c", "1", "-W", "1m").exitCode())
                    .isZero();
        }
    }
}
