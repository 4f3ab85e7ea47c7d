package paloma.server.dtls;

import java.util.concurrent.atomic.LongAdder;
import paloma.net.dtls.DtlsWatch;
import paloma.server.metrics.ServiceMeter;

/** Counts the sessions of one socket, and what they are refused for, where the operator sees it. */
final class SessionWatch implements DtlsWatch {
    private final ServiceMeter meter;
    private final LongAdder handshakes = new LongAdder();
    private volatile int sessions;

    SessionWatch(ServiceMeter meter) {
        this.meter = meter;
    }

    @Override
    public void refused(Refusal why) {
        switch (why) {
            case HELLO_RATE -> {
                // Counted by the guard that was asked.
            }
            case SESSIONS -> meter.refused(paloma.server.metrics.Refusal.SESSIONS);
            case HANDSHAKE_RATE -> meter.refused(paloma.server.metrics.Refusal.HANDSHAKE_RATE);
            case RECORD -> meter.refused(paloma.server.metrics.Refusal.MALFORMED);
        }
    }

    @Override
    public void established() {
        handshakes.increment();
    }

    @Override
    public void failed() {
        meter.refused(paloma.server.metrics.Refusal.TLS_HANDSHAKE);
    }

    @Override
    public void sessions(int count) {
        sessions = count;
    }

    @Override
    public void unsent() {
        meter.refused(paloma.server.metrics.Refusal.UNSENT);
    }

    int sessions() {
        return sessions;
    }

    long handshakes() {
        return handshakes.sum();
    }
}
