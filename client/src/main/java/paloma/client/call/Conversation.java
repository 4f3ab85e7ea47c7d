package paloma.client.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import paloma.net.LingeringCloseHandler;

/** An open socket to one peer, for one thread that sends and waits. */
public final class Conversation implements AutoCloseable {
    /** A datagram waits for no peer: only a busy machine delays it. */
    private static final long BUSY_MACHINE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What was received before a connection broke is there to be read at once; only a busy machine delays it. */
    private static final long ALERT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Channel channel;
    private final Inbox inbox;
    private final ChannelSecurity security;
    private final Runnable afterwards;

    /** Takes a channel whose pipeline ends in {@code inbox}; runs {@code afterwards} when it is closed. */
    Conversation(Channel channel, Inbox inbox, ChannelSecurity security, Runnable afterwards) {
        this.channel = channel;
        this.inbox = inbox;
        this.security = security;
        this.afterwards = afterwards;
    }

    /**
     * Hands one message to the kernel, as a datagram or a line, and returns the time at which it left.
     *
     * @throws SocketTimeoutException when the kernel took nothing for {@code timeoutNanos}
     * @throws java.net.PortUnreachableException when nobody listened for an earlier message
     */
    public long send(byte[] message, long timeoutNanos) throws IOException {
        boolean waitsForNobody = channel instanceof DatagramChannel;
        try {
            finish(
                    channel.writeAndFlush(Unpooled.wrappedBuffer(message)),
                    waitsForNobody ? Math.max(timeoutNanos, BUSY_MACHINE_NANOS) : timeoutNanos);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException unsent) {
            throw channel instanceof DuplexChannel ? whyBroken(unsent) : unsent;
        }
        return inbox.sentNanos();
    }

    /** With TLS 1.3 a server refuses a client after the client's handshake is done: its alert may be read after a write failed. */
    private IOException whyBroken(IOException unsent) {
        try {
            SecurityFailure refusal = inbox.refusal(ALERT_NANOS);
            return refusal == null ? unsent : refusal;
        } catch (InterruptedException e) {
            return interrupted();
        }
    }

    /** Waits for the next message; returns null if none arrives in {@code timeoutNanos}. */
    public Arrival receive(long timeoutNanos) throws IOException {
        try {
            return inbox.next(timeoutNanos);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * Waits for an ICMP message about a closed port, which takes one round trip: this is a long one. A peer that ends a
     * session of DTLS was there.
     */
    public void awaitRefusal() throws IOException {
        try {
            receive(REFUSAL_NANOS);
        } catch (EOFException ended) {
            return;
        }
    }

    /**
     * Closes this side of a stream and waits until the peer closes its own; returns what it said meanwhile.
     *
     * @param timeoutNanos how long the peer may be silent
     */
    public String finish(long timeoutNanos) throws IOException {
        LingeringCloseHandler.resetAtClose(channel, false); // the kernel has all of it
        finish(security.endOutput(channel), timeoutNanos);
        return heardToEnd(timeoutNanos);
    }

    void requireSeparateEnds() throws SecurityFailure {
        security.requireSeparateEnds(channel);
    }

    /** Has a stream that is closed before {@link #finish}, by whomever, reset: a part must not pass for the whole. */
    public void resetUntilFinished() {
        LingeringCloseHandler.resetAtClose(channel, true);
    }

    /** Returns what the peer of a stream that broke had said before; empty where that is nothing. */
    public String lastWords() {
        StringBuilder words = new StringBuilder();
        try {
            for (Arrival arrival = receive(0); arrival != null; arrival = receive(0)) {
                words.append(new String(arrival.bytes(), UTF_8));
            }
        } catch (IOException broken) {
            return words.toString();
        }
        return words.toString();
    }

    private String heardToEnd(long timeoutNanos) throws IOException {
        StringBuilder words = new StringBuilder();
        try {
            for (Arrival arrival = receive(timeoutNanos); arrival != null; arrival = receive(timeoutNanos)) {
                words.append(new String(arrival.bytes(), UTF_8));
            }
        } catch (EOFException ended) {
            return words.toString();
        }
        throw new SocketTimeoutException();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        afterwards.run();
    }

    private static void finish(ChannelFuture future, long timeoutNanos) throws IOException {
        try {
            if (!future.await(timeoutNanos, TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (!future.isSuccess()) {
            throw Causes.outside(future.cause());
        }
    }

    static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
