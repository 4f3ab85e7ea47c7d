package paloma.server.guard;

import java.net.InetAddress;
import java.util.List;
import paloma.server.config.Cidr;
import paloma.server.config.GuardSettings;

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
                new SourceBuckets(settings.sourcePerSecond(), settings.sourceBurst()),
                new AnswerBudget(settings.answerBytesPerSecond(), nowNanos));
    }

    State now() {
        return state;
    }

    /** Settings and the buckets that belong to them; another object after a reload. */
    record State(GuardSettings settings, SourceBuckets sources, AnswerBudget answers) {
        boolean lets(InetAddress source) {
            return !isIn(settings.deny(), source) && (settings.allow().isEmpty() || isIn(settings.allow(), source));
        }

        boolean isUnlimited(InetAddress source) {
            return isIn(settings.unlimited(), source);
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
}
