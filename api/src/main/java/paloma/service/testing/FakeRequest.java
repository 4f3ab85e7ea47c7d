package paloma.service.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import paloma.service.Reply;
import paloma.service.Request;
import paloma.service.Service;

/**
 * A request without a server: keeps what was answered, and how often. Answers may come from any thread.
 *
 * <pre>{@code
 * FakeRequest request = FakeRequest.of("paloma").servedBy(new Reverse());
 * assertThat(request.outcome()).contains("amolap\n");
 * }</pre>
 *
 * <p>Texts are ISO 8859-1 on both sides, so that each character is one byte. It is stricter than a server where that finds
 * bugs: the payload does not begin at index 0, it is released when {@code serve} returns, and a second answer can be seen
 * by {@link #outcomes()}.
 */
public final class FakeRequest implements Request {
    private static final long TIMEOUT_SECONDS = 60;

    /** Bytes before the payload, so that a service that forgets the reader index is found out. */
    private static final byte[] BEFORE = {'9', '9', '9'};

    private final ByteBuf payload;
    private final CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();
    private final AtomicInteger outcomes = new AtomicInteger();
    private SocketAddress source = new InetSocketAddress("192.0.2.1", 4_711);
    private long arrivalNanos = System.nanoTime();
    private boolean later;
    private volatile Throwable failure;

    private FakeRequest(byte[] bytes) {
        payload = Unpooled.buffer().writeBytes(BEFORE).writeBytes(bytes).skipBytes(BEFORE.length);
    }

    /** Makes a request of these bytes, from 192.0.2.1, port 4711. */
    public static FakeRequest of(byte[] bytes) {
        return new FakeRequest(bytes);
    }

    /** Makes a request of characters below 256, one byte each. */
    public static FakeRequest of(String text) {
        return of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sets who asks; returns this. */
    public FakeRequest from(SocketAddress address) {
        source = address;
        return this;
    }

    /** Sets the host that asks, as a literal address, with port 4711; returns this. */
    public FakeRequest from(String host) {
        return from(new InetSocketAddress(host, 4_711));
    }

    /** Sets {@link #arrivalNanos()}, which is now unless it is set; returns this. */
    public FakeRequest arrivedAt(long nanos) {
        arrivalNanos = nanos;
        return this;
    }

    /**
     * Has a service serve it, once, as the server does: the payload is released as soon as {@code serve} returns.
     *
     * @return this
     * @throws Exception what the service throws
     */
    public FakeRequest servedBy(Service service) throws Exception {
        try {
            service.serve(this);
        } finally {
            payload.release();
        }
        return this;
    }

    /** Returns whether the request was answered, or the service told that no answer comes. */
    public boolean isSettled() {
        return outcome.isDone();
    }

    /** Returns whether the service asked to answer later. */
    public boolean isLater() {
        return later;
    }

    /** Returns how often it was answered or told to have no answer: 1 for a service that is right. */
    public int outcomes() {
        return outcomes.get();
    }

    /**
     * Waits for the answer, as text; empty where the service told that none comes, or failed.
     *
     * @throws TimeoutException when nothing comes within 60 s, as when a service answers nothing and tells nobody
     */
    public Optional<String> outcome() throws InterruptedException, ExecutionException, TimeoutException {
        return outcome.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns what the service gave to {@link Reply#failed}, or null. */
    public Throwable failure() {
        return failure;
    }

    @Override
    public ByteBuf payload() {
        return payload;
    }

    @Override
    public SocketAddress source() {
        return source;
    }

    @Override
    public long arrivalNanos() {
        return arrivalNanos;
    }

    @Override
    public int answerLimitBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void answer(ByteBuf answer) {
        if (later) {
            answer.release();
            throw new IllegalStateException("the answer was to come later");
        }
        settle(answer);
    }

    @Override
    public Reply answerLater() {
        later = true;
        return new Reply() {
            @Override
            public void answer(ByteBuf answer) {
                settle(answer);
            }

            @Override
            public void nothing() {
                outcomes.incrementAndGet();
                outcome.complete(Optional.empty());
            }

            @Override
            public void failed(Throwable cause) {
                failure = cause;
                nothing();
            }
        };
    }

    /** Reads the answer to its end, as a socket does, and releases it. */
    private void settle(ByteBuf answer) {
        outcomes.incrementAndGet();
        String text = answer.readCharSequence(answer.readableBytes(), StandardCharsets.ISO_8859_1)
                .toString();
        answer.release();
        outcome.complete(Optional.of(text));
    }
}
