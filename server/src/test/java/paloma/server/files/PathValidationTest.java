package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.wire.PathChallenge;
import paloma.transfer.wire.PathResponse;

class PathValidationTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.8", 40_000);
    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 13, 30, 38, 1_200})
    void challengesWithThreeTimesWhatCameAtMost(int packetBytes) {
        PathValidation path = path(0);
        int challengeBytes = 38;
        long sent = 0;
        for (int i = 1; i <= 1_000; i++) {
            path.came(packetBytes);
            sent += path.challenge(challengeBytes, i * REPEAT_NANOS) == null ? 0 : challengeBytes;
            assertThat(sent).isLessThanOrEqualTo(3L * i * packetBytes);
        }
        assertThat(sent).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 50, Long.MIN_VALUE, -7})
    void repeatsTheSameChallengeAfterAWhile(long start) {
        PathValidation path = path(start);
        path.came(10_000);
        PathChallenge first = path.challenge(38, start);
        assertThat(first).isNotNull();
        assertThat(path.challenge(38, start)).isNull();
        assertThat(path.challenge(38, start + REPEAT_NANOS - 1)).isNull();
        assertThat(path.challenge(38, start + REPEAT_NANOS)).isEqualTo(first);
    }

    @Test
    void isAnsweredByItsOwnDataAlone() {
        PathValidation path = path(0);
        path.came(100);
        long data = path.challenge(38, 0).data();
        assertThat(path.isAnsweredBy(new PathResponse(data))).isTrue();
        assertThat(path.isAnsweredBy(new PathResponse(data ^ 1))).isFalse();
    }

    @Test
    void asksForSomethingElseEachTime() {
        Set<Long> all = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            PathValidation path = path(0);
            path.came(100);
            all.add(path.challenge(38, 0).data());
        }
        assertThat(all).hasSize(100);
    }

    private static PathValidation path(long now) {
        return new PathValidation(ADDRESS, Door.SERVER, now);
    }
}
