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
        ByteBuf answer;
        try {
            answer = service.answerTo(digits, arrivalNanos);
        } catch (Throwable e) {
            answer = service.failed(e);
        }
        if (settled.compareAndSet(false, true)) {
            reply.answer(answer);
        }
    }

    @Override
    public void abandon() {
        if (settled.compareAndSet(false, true)) {
            reply.nothing();
        }
    }
}
