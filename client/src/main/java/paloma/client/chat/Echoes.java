package paloma.client.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The lines that were sent and not yet seen to be taken: a server sends each line to whoever said it, too. */
final class Echoes {
    /** After so long an echo has been lost, or there was nothing to echo. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** @param number counts the lines of this session from 1 */
    record Sent(long number, String text, long nanos) {
        /** Returns whether it is a command, which is answered by notices and not by an echo. */
        boolean isCommand() {
            return text.startsWith("/") && !text.startsWith("//");
        }

        private boolean isEchoedBy(String echo) {
            String said = text.startsWith("//") ? text.substring(1) : text;
            return !isCommand() && ChatText.skeleton(said).equals(ChatText.skeleton(echo));
        }
    }

    private final Deque<Sent> waiting = new ArrayDeque<>();

    void sent(Sent line) {
        waiting.add(line);
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Returns when the oldest has waited long enough; only where there is one. */
    long nextNanos() {
        return waiting.getFirst().nanos() + PATIENCE_NANOS;
    }

    /** Returns whether a line of one's own, as the server sends it to all, is one of these: the first such has been taken. */
    boolean heard(String text) {
        for (Sent line : waiting) {
            if (line.isEchoedBy(text)) {
                return waiting.remove(line);
            }
        }
        return false;
    }

    /** Returns, once, the lines that have waited long enough. */
    List<Sent> expired(long nowNanos) {
        return removed(line -> nowNanos - line.nanos() >= PATIENCE_NANOS);
    }

    /** Returns, once, the lines up to a number that are of one kind. */
    List<Sent> upTo(long number, boolean commands) {
        return removed(line -> line.number() <= number && line.isCommand() == commands);
    }

    private List<Sent> removed(Predicate<Sent> those) {
        List<Sent> removed = new ArrayList<>(waiting.stream().filter(those).toList());
        waiting.removeAll(removed);
        return removed;
    }
}
