package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParityChoiceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress NEAR = new InetSocketAddress("127.0.0.1", 5_004);
    private static final InetSocketAddress FAR = new InetSocketAddress("127.0.0.2", 5_004);
    private static final ParityChoice.Listener OURS = new ParityChoice.Listener(FAR, 7);

    private final ParityChoice choice = new ParityChoice(Fec.AUTO);
    private int highest;
    private int lost;

    /** Starts where the clock turns negative: only differences count. */
    private long now = Long.MAX_VALUE - 5 * SECOND;

    private void report(int seconds, int lostASecond) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            choice.reported(OURS, highest += 172, lost += lostASecond, 44_000_000, now);
        }
    }

    private void begin() {
        choice.isOurs(OURS);
        choice.holds(OURS, 60_000_000);
    }

    @Test
    void isForWhoNeedsItAlone() {
        begin();
        assertThat(choice.isOn(now)).isFalse();
        report(3, 9);
        assertThat(choice.isOn(now)).isTrue();
        assertThat(choice.isFor(FAR, now)).isTrue();
        assertThat(choice.isFor(NEAR, now)).isFalse();
    }

    @Test
    void endsAWhileAfterTheNeed() {
        begin();
        report(10, 9);
        report(9, 0);
        assertThat(choice.isOn(now)).isTrue();
        report(30, 0);
        assertThat(choice.isOn(now)).isFalse();
        assertThat(choice.isFor(FAR, now)).isFalse();
        report(5, 9);
        assertThat(choice.isOn(now)).isTrue();
    }

    /** Losses that are now above the least and now below switch nothing. */
    @Test
    void doesNotComeAndGo() {
        begin();
        report(10, 9);
        for (int i = 0; i < 100; i++) {
            report(1, i % 4 == 0 ? 4 : 0);
            assertThat(choice.isOn(now)).as("%d s", i).isTrue();
        }
    }

    @Test
    void endsWhereAListenerIsSilent() {
        begin();
        report(10, 9);
        assertThat(choice.isOn(now + ParityChoice.KEPT_NANOS - 1)).isTrue();
        assertThat(choice.isOn(now + ParityChoice.KEPT_NANOS)).isFalse();
    }

    @Test
    void isNeverForPlainReceivers() {
        choice.holds(OURS, 60_000_000);
        report(20, 30);
        assertThat(choice.isOn(now)).isFalse();
    }

    @Test
    void beginsAnewWithWhoLeftAndCame() {
        begin();
        report(10, 9);
        choice.left(OURS);
        report(20, 9);
        assertThat(choice.isOn(now)).isFalse();
    }

    @Test
    void isForAllWhereThatWasSaid() {
        ParityChoice always = new ParityChoice(Fec.of("6"));
        assertThat(always.isOn(now)).isTrue();
        assertThat(always.isFor(NEAR, now)).isTrue();
    }

    @Test
    void isForNobodyWhereThatWasSaid() {
        ParityChoice never = new ParityChoice(Fec.of("off"));
        never.isOurs(OURS);
        never.holds(OURS, 60_000_000);
        for (int i = 0; i < 20; i++) {
            never.reported(OURS, 172 * i, 30 * i, 44_000_000, now);
        }
        assertThat(never.isOn(now)).isFalse();
        assertThat(never.isFor(FAR, now)).isFalse();
    }

    /** Whoever forges listeners drives out the true ones at worst. */
    @Test
    void isBounded() {
        begin();
        report(1, 9);
        for (int ssrc = 100; ssrc < 3_000; ssrc++) {
            choice.isOurs(new ParityChoice.Listener(FAR, ssrc));
        }
        report(20, 9);
        assertThat(choice.isOn(now)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"auto,4,false", "off,0,false", "2,2,true", "16,16,true"})
    void isSaidInAWord(String said, int columns, boolean always) {
        assertThat(Fec.of(said)).isEqualTo(new Fec(columns, always));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1", "17", "-4", "4.0", "AUTO", "123456789012"})
    void isSaidInNoOther(String said) {
        assertThat(Fec.of(said)).isNull();
    }
}
