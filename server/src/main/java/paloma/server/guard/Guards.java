package paloma.server.guard;

import java.net.InetSocketAddress;

/** The guards' settings and buckets as they are now, for all endpoints of a server; replaced whole at a reload. */
public final class Guards {
    private volatile State state;

    public Guards(GuardSettings settings, long nowNanos) {
        reload(settings, nowNanos);
    }

    /** Takes new settings; all buckets are full again. */
    public void reload(GuardSettings settings, long nowNanos) {
        state = new State(
                settings,
                new SourceBuckets(settings.sourceRate(), settings.sourceBurst()),
                new AnswerBudget(settings.answerRateBytes(), nowNanos));
    }

    boolean lets(InetSocketAddress source) {
        GuardSettings now = state.settings;
        if (!now.denied().isEmpty() && now.denied().matches(source)) {
            return false;
        }
        return now.allowed().isEmpty() || now.allowed().matches(source);
    }

    boolean isUnlimited(InetSocketAddress source) {
        return state.settings.unlimited().matches(source);
    }

    boolean takeRequest(InetSocketAddress source, long nowNanos) {
        return state.sources.take(source.getAddress(), nowNanos);
    }

    boolean takeAnswer(int bytes, long nowNanos) {
        return state.answers.take(bytes, nowNanos);
    }

    private record State(GuardSettings settings, SourceBuckets sources, AnswerBudget answers) {}
}
