package paloma.client.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import paloma.client.terminal.CliException;

/**
 * Sends a request, waits for the answer, and repeats the request if none comes. Answers do not name their request, so
 * a socket on which one may still arrive (the request was repeated, or not answered) is not used for another.
 */
public final class Caller implements AutoCloseable {
    private final Dialer dialer;
    private final RetryPolicy policy;
    private Conversation conversation;

    public Caller(Dialer dialer, RetryPolicy policy) {
        this.dialer = dialer;
        this.policy = policy;
    }

    /** Returns the answer to {@code request}; the exception says why there is none. */
    public byte[] ask(byte[] request) throws CliException {
        try {
            return askWithRetries(request);
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

    private byte[] askWithRetries(byte[] request) throws IOException, CliException {
        for (int tried = 1; tried <= policy.tries(); tried++) {
            Arrival answer = askOnce(request);
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
        throw new CliException(ErrorMessages.ofSilence(dialer.target(), policy));
    }

    private Arrival askOnce(byte[] request) throws IOException {
        boolean reused = conversation != null;
        try {
            open().send(request, policy.timeoutNanos());
            return conversation.receive(policy.timeoutNanos());
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            if (!reused || !dialer.target().isStream() || e instanceof InterruptedIOException) {
                throw e;
            }
            // The peer closed an idle connection: that says nothing about this request.
            hangUp();
            return askOnce(request);
        }
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
