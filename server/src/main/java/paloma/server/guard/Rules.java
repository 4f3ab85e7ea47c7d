package paloma.server.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import paloma.server.config.Cidr;
import paloma.server.config.GuardSettings;

/**
 * The one statement of who is served and what is answered, for every pipeline, in the order in which it is asked. Who
 * asks counts the refusal. Another object after a reload.
 *
 * @param sources the buckets of these settings
 * @param answers the budget of these settings
 */
record Rules(GuardSettings settings, AnsweringPorts ports, SourceBuckets sources, AnswerBudget answers) {
    static Rules of(GuardSettings settings, AnsweringPorts ports, long nowNanos) {
        return new Rules(settings, ports, buckets(settings), budget(settings, nowNanos));
    }

    /** Returns the rules of a service that has settings of its own; what these leave as it is, it shares. */
    Rules with(GuardSettings own, long nowNanos) {
        boolean sameBudget = own.answerBytesPerSecond() == settings.answerBytesPerSecond();
        return new Rules(
                own,
                ports,
                own.hasRateOf(settings) ? sources : buckets(own),
                sameBudget ? answers : budget(own, nowNanos));
    }

    private static SourceBuckets buckets(GuardSettings settings) {
        return new SourceBuckets(settings.sourcePerSecond(), settings.sourceBurst());
    }

    private static AnswerBudget budget(GuardSettings settings, long nowNanos) {
        return new AnswerBudget(settings.answerBytesPerSecond(), nowNanos);
    }

    boolean isProxy(InetAddress peer) {
        return isIn(settings.proxies(), peer);
    }

    /** Returns whether the address rules let a source in. */
    boolean admits(InetAddress source) {
        return !isIn(settings.deny(), source) && (settings.allow().isEmpty() || isIn(settings.allow(), source));
    }

    /**
     * Returns whether an answer to the source would be answered again, or could not be sent at all: to port 0, which no
     * switch changes.
     */
    boolean loops(InetSocketAddress source) {
        int port = source.getPort();
        return port == 0 || (settings.loopGuard() && ports.contains(port));
    }

    /** Returns whether no rate binds the source. */
    boolean isUnlimited(InetAddress source) {
        return isIn(settings.unlimited(), source);
    }

    /** Takes the source's tokens for up to {@code wanted} requests; returns how many there were. */
    int takeRequests(InetAddress source, int wanted, long nowNanos) {
        return sources.take(source, wanted, nowNanos);
    }

    /** Returns whether an answer is so large for its request that it would make us an amplifier. */
    boolean amplifies(int answerBytes, int limitBytes) {
        return settings.amplificationGuard() && answerBytes > limitBytes;
    }

    /** Takes the bytes of answers out of the budget of all; false when they are not there. */
    boolean takeAnswers(int bytes, long nowNanos) {
        return answers.take(bytes, nowNanos);
    }

    private static boolean isIn(List<Cidr> blocks, InetAddress source) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).contains(source)) {
                return true;
            }
        }
        return false;
    }
}
