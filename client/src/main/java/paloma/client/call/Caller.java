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
    private Conversation connection;

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
            byte[] answer = dialer.targets().kind().isConnected()
                    ? askByConnection(request, isAnswer)
                    : enquiry.ask(request, isAnswer);
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

    /** A server that was started anew knows no session of before: each try makes one of its own. */
    private byte[] askByConnection(byte[] request, Predicate<byte[]> isAnswer) throws IOException {
        for (int tried = 1; tried <= policy.tries(); tried++) {
            byte[] answer = askOnce(request, isAnswer);
            if (answer != null) {
                return answer;
            }
            hangUp();
        }
        return null;
    }

    private byte[] askOnce(byte[] request, Predicate<byte[]> isAnswer) throws IOException {
        boolean reused = connection != null;
        try {
            open().send(request, policy.timeoutNanos());
            return answer(isAnswer);
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            if (!reused || e instanceof InterruptedIOException) {
                throw e;
            }
            // The peer closed an idle connection: that says nothing about this request.
            hangUp();
            return askOnce(request, isAnswer);
        }
    }

    private byte[] answer(Predicate<byte[]> isAnswer) throws IOException {
        long deadline = System.nanoTime() + policy.timeoutNanos();
        Arrival next = connection.receive(policy.timeoutNanos());
        while (next != null && !isAnswer.test(next.bytes())) {
            next = connection.receive(deadline - System.nanoTime());
        }
        return next == null ? null : next.bytes();
    }

    private Conversation open() throws IOException {
        if (connection == null) {
            connection = dialer.open(policy.timeoutNanos());
        }
        return connection;
    }

    private void hangUp() {
        enquiry.close();
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
