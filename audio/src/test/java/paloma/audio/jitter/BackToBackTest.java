package paloma.audio.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackToBackTest {
    private static final long PACKET = 5_805_000;
    private final BackToBack backToBack = new BackToBack();

    @ParameterizedTest
    @ValueSource(longs = {0, 2_500_000_000_000L, -1_000_000_000_000L, Long.MAX_VALUE - 10_000_000L, Long.MIN_VALUE})
    void ofAPairTheSecondComesBehindTheFirst(long base) {
        for (int pair = 0; pair < 4; pair++) {
            assertThat(backToBack.comes(PACKET, base + 2 * pair * PACKET)).isFalse();
            assertThat(backToBack.comes(PACKET, base + 2 * pair * PACKET + 50_000))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3_000_000, PACKET, 9_000_000})
    void whatComesALittleSoonerOrLaterComesAlone(long between) {
        for (int i = 0; i < 4; i++) {
            assertThat(backToBack.comes(PACKET, i * between)).isFalse();
        }
    }
}
