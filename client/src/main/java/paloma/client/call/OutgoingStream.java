package paloma.client.call;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One stream to a peer that ends its own without a word once it has stored all of it, and else says why not. Until it is
 * ended, closing resets the connection, also when this process is killed: a part is not to pass for the whole.
 */
public final class OutgoingStream implements AutoCloseable {
    /** Longer than a disk needs for what is on its way to it, or a console. */
    static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int MAX_SAID_BYTES = 1_024;

    private final Conversation conversation;
    private final long patienceNanos;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private boolean ended;

    OutgoingStream(Conversation conversation, long timeoutNanos) {
        this.conversation = conversation;
        this.patienceNanos = Math.max(timeoutNanos, PATIENCE_NANOS);
        conversation.resetAtClose(true);
    }

    /**
     * Hands a piece to the kernel; returns false where the peer has said something, and so wants no more.
     *
     * @throws SocketTimeoutException when the peer takes nothing
     */
    public boolean send(byte[] piece) throws IOException {
        try {
            conversation.send(piece, patienceNanos);
        } catch (IOException e) {
            if (!hears()) {
                throw e;
            }
        }
        return !hears();
    }

    /** Ends the stream, unless the peer wants no more, and returns all that it says until its own end: nothing for success. */
    public String end() throws IOException {
        if (said.size() == 0) {
            conversation.resetAtClose(false);
            ended = true;
            conversation.endOutput(patienceNanos);
        }
        try {
            while (hears(patienceNanos)) {
                continue;
            }
            throw new SocketTimeoutException();
        } catch (IOException e) {
            if (said.size() == 0 && !(e instanceof EOFException)) {
                throw e;
            }
        }
        return said.toString(StandardCharsets.UTF_8).strip();
    }

    /** Returns whether the peer may have seen the end of this stream. */
    public boolean isEnded() {
        return ended;
    }

    public long patienceSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(patienceNanos);
    }

    @Override
    public void close() {
        conversation.close();
    }

    private boolean hears() throws IOException {
        return hears(0);
    }

    private boolean hears(long timeoutNanos) throws IOException {
        Arrival arrival = conversation.receive(timeoutNanos);
        if (arrival != null) {
            byte[] bytes = arrival.bytes();
            said.write(bytes, 0, Math.min(bytes.length, MAX_SAID_BYTES - said.size()));
        }
        return arrival != null;
    }
}
