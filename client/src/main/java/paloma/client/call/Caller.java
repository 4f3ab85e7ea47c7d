package paloma.client.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.function.Predicate;
import paloma.client.terminal.CliException;

/** Sends a request, waits for the answer, and repeats the request if none comes. */
public final class Caller implements AutoCloseable {
    private final Dialer dialer;
    private final RetryPolicy policy;
    private final Enquiry enquiry;
    private Conversation stream;

    public Caller(Dialer dialer, RetryPolicy policy) {
        this.dialer = dialer;
        this.policy = policy;
        enquiry = new Enquiry(dialer, policy);
    }

    /**
     * Returns the answer to {@code request}; the exception says why there is none.
     *
     * @param isAnswer tells answers from other datagrams, which are passed over: a balancer that relays to a server that
     *     is dead turns what it hears by ICMP into an empty one
     */
    public byte[] ask(byte[] request, Predicate<byte[]> isAnswer) throws CliException {
        try {
            byte[] answer = dialer.targets().isStream() ? askByStream(request) : enquiry.ask(request, isAnswer);
            if (answer != null) {
                return answer;
            }
        } catch (IOException e) {
            hangUp();
            throw ErrorMessages.failure(e, dialer.target());
        }
        hangUp();
        throw new CliException(
                enquiry.heardEmpty()
                        ? ErrorMessages.ofEmptiness(dialer.target(), policy)
                        : ErrorMessages.ofSilence(dialer.target(), policy));
    }

    /** Returns the address that has answered. */
    public Target answering() {
        return dialer.target();
    }

    @Override
    public void close() {
        hangUp();
        dialer.close();
    }

    private byte[] askByStream(byte[] request) throws IOException {
        for (int tried = 1; tried <= policy.tries(); tried++) {
            Arrival answer = askOnce(request);
            if (answer != null) {
                return answer.bytes();
            }
            hangUp();
        }
        return null;
    }

    private Arrival askOnce(byte[] request) throws IOException {
        boolean reused = stream != null;
        try {
            open().send(request, policy.timeoutNanos());
            return stream.receive(policy.timeoutNanos());
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            if (!reused || e instanceof InterruptedIOException) {
                throw e;
            }
            // The peer closed an idle connection: that says nothing about this request.
            hangUp();
            return askOnce(request);
        }
    }

    private Conversation open() throws IOException {
        if (stream == null) {
            stream = dialer.open(policy.timeoutNanos());
        }
        return stream;
    }

    private void hangUp() {
        enquiry.close();
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }
}
