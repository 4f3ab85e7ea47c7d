package paloma.audio.program;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sentences for the person, from threads that must not wait for a terminal. Any thread. */
public final class Notices {
    /** More than that at once nobody reads; whoever adds says each thing once, so nothing fills it in practice. */
    private static final int CAPACITY = 64;

    private static final String WAKE = "";

    private final BlockingQueue<String> sentences = new ArrayBlockingQueue<>(CAPACITY);

    /** Adds a sentence without waiting; drops it if {@link #CAPACITY} wait. */
    public void add(String sentence) {
        sentences.offer(sentence);
    }

    /** Has {@link #await} return, which looks for what is new. */
    public void wake() {
        sentences.offer(WAKE);
    }

    /** Returns the next sentence, or null if there was none for so long or if it was woken. */
    String await(long millis) throws InterruptedException {
        return sentence(sentences.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** Returns the next sentence, or null if none waits. */
    String poll() {
        String next = sentences.poll();
        while (WAKE.equals(next)) {
            next = sentences.poll();
        }
        return next;
    }

    private static String sentence(String next) {
        return WAKE.equals(next) ? null : next;
    }
}
