package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static paloma.transfer.congestion.LossResponse.Bound.FOR_NOBODY;
import static paloma.transfer.congestion.LossResponse.Bound.FOR_TCP;
import static paloma.transfer.congestion.LossResponse.Bound.NONE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartupTest {
    private static final double WINDOW = 100_000;
    private static final double BASE_SECONDS = 0.05;
    private static final double RTT_NANOS = 0.05e9;

    private final RecentRate recent = new RecentRate();
    private final Startup startup = new Startup(Tuning.STANDARD);

    @Test
    void growsByMoreThanWhatIsAcknowledged() {
        AckSample sample = new Sample().packets(10).inFlight(80_000).build();
        assertThat(grown(sample)).isCloseTo(WINDOW + 1.2 * 10 * Sample.PACKET, within(1e-6));
    }

    @Test
    void growsNotWhereTheWindowHeldNobodyBack() {
        AckSample idle = new Sample().packets(10).inFlight(10_000).appLimited().build();
        assertThat(grown(idle)).isEqualTo(WINDOW);

        AckSample busy = new Sample().packets(10).inFlight(40_000).appLimited().build();
        assertThat(grown(busy)).isGreaterThan(WINDOW);
    }

    @Test
    void opensTheWindowByTheWordOfTheTrainButNoFurtherThanEightTimesWhatArrived() {
        AckSample sample = null;
        for (int i = 1; i <= 10; i++) {
            sample = new Sample()
                    .arrived(i)
                    .sent(0.01 * i)
                    .delivered(10L * i * Sample.PACKET)
                    .build();
            recent.onAck(sample);
        }
        double byTrain = 0.95 * 14_720_000 * BASE_SECONDS;
        assertThat(grown(sample)).isCloseTo(byTrain, within(1.0));
        AckSample little = new Sample().arrived(10).delivered(20_000).build();
        assertThat(grown(little)).isCloseTo(160_000, within(1.0));
    }

    @Test
    void knowsThatPacketsOvertakeOneAnotherFromTheFirstThatDid() {
        assertThat(startup.isReordering()).isFalse();
        grown(new Sample().reordered().build());
        grown(new Sample().build());
        assertThat(startup.isReordering()).isTrue();
    }

    @Test
    void growsMoreGentlyWhenItGoesOn() {
        assertThat(startup.carriedBytes(22_000)).isCloseTo(10_000, within(1e-6));
        startup.resume();
        AckSample sample = new Sample().packets(10).inFlight(80_000).build();
        assertThat(grown(sample)).isCloseTo(WINDOW + 0.5 * 10 * Sample.PACKET, within(1e-6));
        assertThat(startup.carriedBytes(15_000)).isCloseTo(10_000, within(1e-6));
    }

    @Test
    void goesOnWhenTheQueueThatEndedItHasGone() {
        assertThat(startup.isToResume(true, false, NONE, RTT_NANOS)).isFalse();
        assertThat(startup.isToResume(true, false, NONE, RTT_NANOS)).isTrue();
    }

    @Test
    void goesOnAfterAQueueOnlyWhenNoneHasStoodForTwoSeconds() {
        startup.isToResume(false, false, NONE, RTT_NANOS);
        startup.isToResume(false, false, NONE, RTT_NANOS);
        assertThat(startup.hasSeenQueue()).isTrue();
        assertThat(emptyRoundsUntilResumed(NONE)).isEqualTo(40);
    }

    @Test
    void hasRoomAfterALossOnlyWhenNoQueueHasStoodForASecond() {
        assertThat(emptyRoundsUntilResumed(FOR_TCP)).isEqualTo(20);
    }

    @Test
    void goesOnAtOnceWhereSoMuchIsLostByChanceThatNoTcpFlowTakesTheRoom() {
        startup.isToResume(false, false, FOR_NOBODY, RTT_NANOS);
        startup.isToResume(false, false, FOR_NOBODY, RTT_NANOS);
        assertThat(emptyRoundsUntilResumed(FOR_NOBODY)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"FOR_TCP", "FOR_NOBODY"})
    void neverGoesOnAfterALossWherePacketsOvertakeOneAnother(LossResponse.Bound bound) {
        grown(new Sample().reordered().build());
        for (int i = 0; i < 1_000; i++) {
            assertThat(startup.isToResume(true, false, bound, RTT_NANOS)).isFalse();
        }
    }

    private int emptyRoundsUntilResumed(LossResponse.Bound bound) {
        int rounds = 1;
        while (!startup.isToResume(true, false, bound, RTT_NANOS)) {
            rounds++;
        }
        return rounds;
    }

    private double grown(AckSample sample) {
        return startup.grown(WINDOW, sample, recent, BASE_SECONDS);
    }
}
