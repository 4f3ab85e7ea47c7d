package paloma.client.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.function.Predicate;
import paloma.client.terminal.CliException;

/**
 * Sends a request, waits for the answer, and repeats the request if none comes. Answers do not name their request, so
 * a socket on which one may still arrive (the request was repeated, or not answered) is not used for another.
 */
public final class Caller implements AutoCloseable {
    private final Dialer dialer;
    private final RetryPolicy policy;
    private Conversation conversation;
    private int passedOver;

    public Caller(Dialer dialer, RetryPolicy policy) {
        this.dialer = dialer;
        this.policy = policy;
    }

    /**
     * Returns the answer to {@code request}; the exception says why there is none.
     *
     * @param isAnswer tells answers from other datagrams, which are passed over: a balancer that relays to a server that
     *     is dead turns what it hears by ICMP into an empty one
     */
    public byte[] ask(byte[] request, Predicate<byte[]> isAnswer) throws CliException {
        try {
            return askWithRetries(request, isAnswer);
        } catch (IOException e) {
            hangUp();
            throw new CliException(ErrorMessages.of(e, dialer.target()));
        }
    }

    @Override
    public void close() {
        hangUp();
        dialer.close();
    }

    private byte[] askWithRetries(byte[] request, Predicate<byte[]> isAnswer) throws IOException, CliException {
        passedOver = 0;
        for (int tried = 1; tried <= policy.tries(); tried++) {
            Arrival answer = askOnce(request, isAnswer);
            if (answer != null) {
                if (tried > 1) {
                    hangUp();
                }
                return answer.bytes();
            }
            if (dialer.target().isStream()) {
                hangUp();
            }
        }
        hangUp();
        throw new CliException(
                passedOver == 0
                        ? ErrorMessages.ofSilence(dialer.target(), policy)
                        : ErrorMessages.ofEmptiness(dialer.target(), policy));
    }

    private Arrival askOnce(byte[] request, Predicate<byte[]> isAnswer) throws IOException {
        boolean reused = conversation != null;
        try {
            open().send(request, policy.timeoutNanos());
            return answer(isAnswer);
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            if (!reused || !dialer.target().isStream() || e instanceof InterruptedIOException) {
                throw e;
            }
            // The peer closed an idle connection: that says nothing about this request.
            hangUp();
            return askOnce(request, isAnswer);
        }
    }

    private Arrival answer(Predicate<byte[]> isAnswer) throws IOException {
        long end = System.nanoTime() + policy.timeoutNanos();
        Arrival arrival = conversation.receive(policy.timeoutNanos());
        while (arrival != null && !isAnswer.test(arrival.bytes())) {
            passedOver++;
            arrival = conversation.receive(end - System.nanoTime());
        }
        return arrival;
    }

    private Conversation open() throws IOException {
        if (conversation == null) {
            conversation = dialer.open(policy.timeoutNanos());
        }
        return conversation;
    }

    private void hangUp() {
        if (conversation != null) {
            conversation.close();
            conversation = null;
        }
    }
}
