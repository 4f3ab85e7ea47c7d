package paloma.client.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Sends messages that nobody answers. Of several addresses, over datagrams, they go to the first whose host does not say by
 * ICMP, to the first of them, that nobody listens there: one that is silent cannot be told from one that listens.
 */
public final class OneWay implements AutoCloseable {
    private final Dialer dialer;
    private final long timeoutNanos;
    private Conversation conversation;

    public OneWay(Dialer dialer, long timeoutNanos) {
        this.dialer = dialer;
        this.timeoutNanos = timeoutNanos;
    }

    public void send(byte[] message) throws IOException {
        if (conversation == null
                && dialer.targets().areSeveral()
                && !dialer.targets().kind().isConnected()) {
            conversation = firstThatTakes(message);
        } else {
            open().send(message, timeoutNanos);
        }
    }

    /** Waits until a stream has been read to its end, or for what ICMP says about the last datagrams. */
    public void end() throws IOException {
        if (dialer.targets().isStream()) {
            endStream();
        } else if (conversation != null) {
            conversation.awaitRefusal();
        }
    }

    /** That nothing came back tells as little where the end of it is sealed as over TCP. */
    private void endStream() throws IOException {
        try {
            open().finish(timeoutNanos);
        } catch (SecurityFailure failure) {
            if (!failure.isCut()) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        if (conversation != null) {
            conversation.close();
        }
    }

    private Conversation open() throws IOException {
        if (conversation == null) {
            conversation = dialer.open(timeoutNanos);
        }
        return conversation;
    }

    private Conversation firstThatTakes(byte[] message) throws IOException {
        Map<Target, String> reasons = new HashMap<>();
        for (Target target : dialer.order()) {
            try {
                Conversation taking = taking(target, message);
                dialer.prefer(target);
                return taking;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                reasons.put(target, ErrorMessages.reason(e));
            }
        }
        throw ErrorMessages.unreachable(dialer.targets(), dialer.order(), reasons);
    }

    private Conversation taking(Target target, byte[] message) throws IOException {
        Conversation taking = dialer.open(target, () -> {});
        try {
            taking.send(message, timeoutNanos);
            taking.awaitRefusal();
            return taking;
        } catch (IOException e) {
            taking.close();
            throw e;
        }
    }
}
