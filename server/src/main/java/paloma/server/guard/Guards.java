package paloma.server.guard;

import paloma.server.config.GuardSettings;

/** The {@link Rules} as they are now, for all endpoints of a server; replaced whole at a reload. Any thread. */
public final class Guards {
    private final AnsweringPorts ports = new AnsweringPorts();
    private volatile Rules rules;

    public Guards(GuardSettings settings, long nowNanos) {
        reload(settings, nowNanos);
    }

    /** Applies new settings; all buckets are full again. */
    public void reload(GuardSettings settings, long nowNanos) {
        rules = new Rules(
                settings,
                ports,
                new SourceBuckets(settings.sourcePerSecond(), settings.sourceBurst()),
                new AnswerBudget(settings.answerBytesPerSecond(), nowNanos));
    }

    /** Adds a port of ours that answers: what comes from there is refused as a loop. */
    public void answersAt(int port) {
        ports.add(port);
    }

    Rules now() {
        return rules;
    }
}
