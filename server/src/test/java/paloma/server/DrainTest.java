package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import paloma.net.ListeningSocket;
import paloma.server.config.EndpointSpec;
import paloma.server.config.ServerSettings;
import paloma.server.metrics.ServiceMeter;

/** When which socket takes what no more, by a clock that the test turns. */
class DrainTest {
    private static final long GRACE = TimeUnit.SECONDS.toNanos(2);
    private static final long NEVER = Long.MAX_VALUE;

    private final List<String> log = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Long, Runnable> later = new TreeMap<>();
    private long now = -5;
    private long stopNowNanos = NEVER;

    @Test
    void servesAllForTheGraceAndRefusesConnectionsInItsLastQuarter() throws Exception {
        listen("echo=udp://:7", true, false);
        listen("echo=tcp://:7", true, false);
        drain(GRACE);
        assertThat(log)
                .containsExactly(
                        "1500 echo=udp://:7 accepts no more",
                        "1500 echo=tcp://:7 accepts no more",
                        "2000 echo=udp://:7 is closed");
    }

    @Test
    void refusesConnectionsForOneSecondOfALongGrace() throws Exception {
        listen("echo=tcp://:7", true, false);
        drain(TimeUnit.SECONDS.toNanos(30));
        assertThat(log).containsExactly("29000 echo=tcp://:7 accepts no more");
    }

    @Test
    void whatWasReadGetsItsAnswerBeforeItsSocketIsClosed() throws Exception {
        ServiceMeter prime = listen("prime=udp://:8", true, false);
        listen("echo=udp://:7", true, false);
        prime.deferred();
        later.put(TimeUnit.MILLISECONDS.toNanos(2_300), prime::settled);
        drain(GRACE);
        assertThat(log)
                .containsExactly(
                        "1500 prime=udp://:8 accepts no more",
                        "1500 echo=udp://:7 accepts no more",
                        "2000 prime=udp://:8 reads no more",
                        "2000 echo=udp://:7 is closed",
                        "2300 prime=udp://:8 is closed");
    }

    @Test
    void whatTakesTooLongKeepsNobody() throws Exception {
        listen("prime=udp://:8", true, false).deferred();
        drain(0);
        assertThat(log)
                .containsExactly(
                        "0 prime=udp://:8 accepts no more",
                        "0 prime=udp://:8 reads no more",
                        "1000 prime=udp://:8 is closed");
    }

    /** They are told what becomes of what they sent, after this. */
    @Test
    void goesOnWithUploadsAndWithAllThatIsNoPlainRequest() throws Exception {
        listen("upload=udp://:9", false, false);
        listeners.add(listener("chat=udp://:10", new Served.Peers(null, new ServiceMeter("chat", "udp")), false));
        listeners.add(listener(
                "files=udp://:11", new Served.Protocol(policy -> null, new ServiceMeter("files", "udp")), false));
        drain(GRACE);
        assertThat(log).hasSize(3).allMatch(line -> line.endsWith("accepts no more"));
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        listen("echo=udp://:7", true, false);
        stopNowNanos = TimeUnit.MILLISECONDS.toNanos(700);
        drain(GRACE);
        assertThat(log).isEmpty();
        assertThat(now + 5).isEqualTo(stopNowNanos);
    }

    @Test
    void leavesWhatOutlivesItToItsSuccessorAndWaitsForAnswersAlone() throws Exception {
        ServiceMeter prime = listen("prime=udp://:8", true, true);
        prime.deferred();
        later.put(TimeUnit.MILLISECONDS.toNanos(40), prime::settled);
        drain(GRACE);
        assertThat(log).containsExactly("0 prime=udp://:8 reads no more");
        assertThat(now + 5).isEqualTo(TimeUnit.MILLISECONDS.toNanos(40));
    }

    private void drain(long graceNanos) throws InterruptedException {
        new Drain(listeners, this::await, () -> now).run(graceNanos);
    }

    private boolean await(long nanos) {
        long until = Math.min(now + nanos, stopNowNanos == NEVER ? NEVER : stopNowNanos - 5);
        later.forEach((at, event) -> {
            if (at - 5 > now && at - 5 <= until) {
                event.run();
            }
        });
        now = until;
        return now + 5 == stopNowNanos;
    }

    private ServiceMeter listen(String endpoint, boolean answers, boolean isPassed) {
        ServiceMeter meter = new ServiceMeter("test", "test");
        Served served = answers
                ? Served.Requests.answering(request -> {}, meter)
                : new Served.Requests(request -> {}, meter, false, false, null);
        listeners.add(listener(endpoint, served, isPassed));
        return meter;
    }

    private Listener listener(String endpoint, Served served, boolean isPassed) {
        EndpointSpec spec = ServerSettings.load(new String[] {endpoint, "--files-open"}, Map.of())
                .endpoints()
                .get(0);
        ListeningSocket socket = new ListeningSocket() {
            @Override
            public void stopReading() {
                log("reads no more");
            }

            @Override
            public void stopAccepting() {
                log("accepts no more");
            }

            @Override
            public void close() {
                log("is closed");
            }

            private void log(String what) {
                log.add(TimeUnit.NANOSECONDS.toMillis(now + 5) + " " + endpoint + " " + what);
            }
        };
        return new Listener(spec, served, spec.address(7), null, socket, isPassed);
    }
}
