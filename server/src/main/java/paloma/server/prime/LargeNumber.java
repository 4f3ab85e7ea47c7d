package paloma.server.prime;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;
import paloma.server.workers.Job;
import paloma.service.Reply;

/** A number that waits for its answer, and gets one at most: from a worker, or none where the workers close first. */
final class LargeNumber implements Job {
    private final PrimeService service;
    private final byte[] digits;
    private final long arrivalNanos;
    private final Reply reply;
    private final AtomicBoolean settled = new AtomicBoolean();

    /** @param digits with {@code _} between them; owned by this job */
    LargeNumber(PrimeService service, byte[] digits, long arrivalNanos, Reply reply) {
        this.service = service;
        this.digits = digits;
        this.arrivalNanos = arrivalNanos;
        this.reply = reply;
    }

    @Override
    public void run() {
        ByteBuf answer = null;
        Throwable failure = null;
        try {
            answer = service.answerTo(digits, arrivalNanos);
        } catch (Throwable e) {
            failure = e;
        }
        if (settled.compareAndSet(false, true)) {
            settle(answer, failure);
        }
    }

    /** A bug of ours tells nothing of the number: any answer would be a false word. */
    private void settle(ByteBuf answer, Throwable failure) {
        if (failure == null) {
            reply.answer(answer);
        } else {
            reply.failed(failure);
        }
    }

    @Override
    public void abandon() {
        if (settled.compareAndSet(false, true)) {
            reply.nothing();
        }
    }
}
