package paloma.server.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.server.logging.FailureLog;

/** What one endpoint did: counters that any thread may raise and read. */
public final class ServiceMeter {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceMeter.class);

    private final String service;
    private final String transport;
    private final LongAdder requests = new LongAdder();
    private final LongAdder requestBytes = new LongAdder();
    private final LongAdder waiting = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder answerBytes = new LongAdder();
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private final HandlingTimes handlingTimes = new HandlingTimes();
    private final FailureLog failures = new FailureLog(LOG);

    /**
     * @param service the name of the service, such as {@code echo}
     * @param transport the scheme of the endpoint, such as {@code udp}
     */
    public ServiceMeter(String service, String transport) {
        this.service = service;
        this.transport = transport;
        for (Refusal reason : Refusal.values()) {
            refusals.put(reason, new LongAdder());
        }
    }

    public String service() {
        return service;
    }

    public String transport() {
        return transport;
    }

    public void requested(int bytes) {
        requested(1, bytes);
    }

    /** @param bytes of all together */
    public void requested(int count, int bytes) {
        requests.add(count);
        requestBytes.add(bytes);
    }

    /** @param nanos from the arrival of the request to its answer */
    public void answered(int bytes, long nanos) {
        answered(1, bytes, nanos);
    }

    /**
     * @param bytes of all together
     * @param nanos from the arrival of the requests to their answers
     */
    public void answered(int count, int bytes, long nanos) {
        answers.add(count);
        answerBytes.add(bytes);
        handlingTimes.record(count, nanos);
    }

    /** Counts a request that is answered later. */
    public void deferred() {
        waiting.increment();
    }

    /** Counts that such a request has its answer, or gets none. */
    public void settled() {
        waiting.decrement();
    }

    /** Returns how many requests wait for their answers. */
    public long waiting() {
        return waiting.sum();
    }

    public void refused(Refusal reason) {
        refusals.get(reason).increment();
    }

    /** Counts a bug of ours or of a service, and logs each once with its trace. */
    public void failed(Throwable cause) {
        refused(Refusal.FAILED);
        failures.failed("a request to " + service + " over " + transport, cause);
    }

    public long requests() {
        return requests.sum();
    }

    public long requestBytes() {
        return requestBytes.sum();
    }

    public long answers() {
        return answers.sum();
    }

    public long answerBytes() {
        return answerBytes.sum();
    }

    public long refusals(Refusal reason) {
        return refusals.get(reason).sum();
    }

    public HandlingTimes handlingTimes() {
        return handlingTimes;
    }
}
