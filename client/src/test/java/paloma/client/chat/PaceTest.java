package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    /** A second of jitter on the way moves five lines, and half of the server's burst is ten. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noLineIsRefusedByAServerThatSeesItLate(long seed) {
        Random random = new Random(seed);
        long nanos = Long.MAX_VALUE - 1_000;
        Pace pace = new Pace(nanos);
        FakeAllowance server = new FakeAllowance(nanos);
        long seenNanos = nanos;
        for (int i = 0; i < 2_000; i++) {
            nanos += random.nextInt(10) == 0 ? random.nextLong(TimeUnit.SECONDS.toNanos(3)) : 0;
            if (!pace.allows(nanos)) {
                nanos = pace.nextNanos();
            }
            assertThat(pace.allows(nanos)).isTrue();
            pace.sent(nanos);
            long arrivalNanos = nanos + random.nextLong(TimeUnit.SECONDS.toNanos(1));
            seenNanos = arrivalNanos - seenNanos > 0 ? arrivalNanos : seenNanos;
            assertThat(server.take(seenNanos)).as("line %s", i).isTrue();
        }
    }
}
