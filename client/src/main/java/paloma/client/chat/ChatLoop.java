package paloma.client.chat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import paloma.client.call.ErrorMessages;
import paloma.net.Printable;

/** Hands a session what comes from the network and from the input, and the time, until it is over. */
final class ChatLoop {
    /** What is typed or piped in waits here, and what pipes it waits too. */
    private static final int MAX_LINES = 10;

    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Tells the session something; on its thread. */
    private interface Told {
        void tell(ChatSession session);
    }

    private final Semaphore bell = new Semaphore(0);
    private final BlockingQueue<Told> typed = new LinkedBlockingQueue<>(MAX_LINES);
    private final int maxWaiting;
    private final boolean stays;

    /**
     * @param maxWaiting how many lines may wait to be sent before no more are read
     * @param stays whether the end of the input is not the end of the stay
     */
    ChatLoop(int maxWaiting, boolean stays) {
        this.maxWaiting = maxWaiting;
        this.stays = stays;
    }

    /** Called, on any thread, when there is something to do. */
    void wake() {
        bell.release();
    }

    /** Starts to read the input, and returns the thread that does. */
    Thread read(ChatInput input) {
        Thread thread = new Thread(() -> readAll(input), "chat-input");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Runs until the session is over; an interruption makes it leave.
     *
     * @param isUnheard whether nobody sees any more what is shown
     */
    void run(ChatSession session, ChatLine line, BooleanSupplier isUnheard) {
        session.start();
        while (!session.isOver()) {
            boolean more = line.deliver();
            takeTyped(session);
            session.tick(System.nanoTime());
            if (isUnheard.getAsBoolean()) {
                session.stop(System.nanoTime());
            }
            if (!more && !session.isOver()) {
                await(session);
            }
        }
    }

    private void await(ChatSession session) {
        long now = System.nanoTime();
        try {
            if (bell.tryAcquire(session.nextNanos(now + IDLE_NANOS) - now, TimeUnit.NANOSECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException ctrlC) {
            session.stop(System.nanoTime());
        }
    }

    private void takeTyped(ChatSession session) {
        while (session.waiting() < maxWaiting && !session.isOver()) {
            Told next = typed.poll();
            if (next == null) {
                return;
            }
            next.tell(session);
        }
    }

    private void readAll(ChatInput input) {
        try {
            boolean atOnce = input.read(line -> pass(session -> say(session, line)));
            pass(session -> end(session, atOnce));
        } catch (IOException e) {
            passLast(session -> session.giveUp(ErrorMessages.ofThisMachine(e), System.nanoTime()));
        } catch (InterruptedException over) {
            return;
        } catch (Throwable bug) {
            passLast(session -> {
                throw new IllegalStateException(bug);
            });
        }
    }

    private void pass(Told told) throws InterruptedException {
        typed.put(told);
        wake();
    }

    private void passLast(Told told) {
        typed.clear();
        typed.offer(told);
        wake();
    }

    private void end(ChatSession session, boolean atOnce) {
        if (atOnce) {
            session.stop(System.nanoTime());
        } else if (!stays) {
            session.end(System.nanoTime());
        }
    }

    private static void say(ChatSession session, byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            session.say(text, System.nanoTime());
        } catch (CharacterCodingException e) {
            String shown = Printable.sentence(new String(line, StandardCharsets.UTF_8));
            session.refuse(shown, "it is not UTF-8", System.nanoTime());
        }
    }
}
