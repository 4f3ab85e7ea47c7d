package paloma.client.echo;

import java.io.IOException;
import paloma.client.call.Arrival;
import paloma.client.call.Conversation;
import paloma.client.call.Dialer;

/** The socket of the probes, in whose place another one comes where nothing comes back. One thread. */
final class EchoSocket implements AutoCloseable {
    private final Dialer dialer;
    private final long timeoutNanos;
    private final Silence silence;
    private Conversation conversation;

    EchoSocket(Dialer dialer, long timeoutNanos) throws IOException {
        this.dialer = dialer;
        this.timeoutNanos = timeoutNanos;
        conversation = dialer.open(timeoutNanos);
        silence = new Silence(System.nanoTime());
    }

    long send(byte[] probe) throws IOException {
        return conversation.send(probe, timeoutNanos);
    }

    Arrival receive(long nanos) throws IOException {
        return conversation.receive(nanos);
    }

    /** Called when an echo has come. */
    void heard() {
        silence.end(System.nanoTime());
    }

    /** Called when so many probes are given up; returns whether the next one leaves from another port. */
    boolean lost(int probes) throws IOException {
        long now = System.nanoTime();
        silence.lost(probes);
        if (!silence.isTooLong(now)) {
            return false;
        }
        Conversation before = conversation;
        conversation = dialer.open(timeoutNanos);
        before.close();
        silence.end(now);
        return true;
    }

    @Override
    public void close() {
        conversation.close();
    }
}
