package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.wire.DatagramSizes;

class PathMtuTest {
    private static final int SAFE = 1_200;

    private final PathMtu mtu = new PathMtu(SAFE, SAFE, DatagramSizes.JUMBO_BYTES);
    private long number;

    @Test
    void usesASizeOnlyOnceAProbeOfItHasArrived() {
        assertThat(mtu.datagramBytes()).isEqualTo(SAFE);
        assertThat(probe()).isEqualTo(8_972);
        assertThat(mtu.datagramBytes()).isEqualTo(SAFE);
        mtu.acked(number);
        assertThat(mtu.datagramBytes()).isEqualTo(8_972);
        assertThat(mtu.wanted()).isZero();
    }

    @Test
    void triesWhatLoopbackTakesWhereTheHostAllowsIt() {
        assertThat(new PathMtu(SAFE, SAFE, DatagramSizes.largest(true)).wanted())
                .isEqualTo(65_488);
        assertThat(new PathMtu(SAFE, SAFE, DatagramSizes.largest(false)).wanted())
                .isEqualTo(8_972);
    }

    @Test
    void asksForOneSizeAtATime() {
        probe();
        assertThat(mtu.wanted()).isZero();
    }

    @Test
    void takesNoOtherPacketForItsProbe() {
        probe();
        mtu.acked(number + 1);
        assertThat(mtu.datagramBytes()).isEqualTo(SAFE);
        assertThat(mtu.isProbe(number)).isTrue();
        assertThat(mtu.isProbe(number + 1)).isFalse();
    }

    @Test
    void triesASizeTwiceForOneProbeMayBeLostByChance() {
        probe();
        mtu.lost();
        assertThat(probe()).isEqualTo(8_972);
        mtu.lost();
        assertThat(probe()).isEqualTo(8_952);
    }

    @Test
    void triesTheSizesThatPathsHaveFromTheLargestDown() {
        List<Integer> tried = new ArrayList<>();
        for (int size = probe(); size > 0; size = probe()) {
            tried.add(size);
            mtu.lost();
            mtu.lost();
        }
        assertThat(tried).containsExactly(8_972, 8_952, 1_472, 1_452, 1_372);
        assertThat(mtu.datagramBytes()).isEqualTo(SAFE);
    }

    @Test
    void looksNoFurtherOnceALargerSizeWasLostAndASmallerOnePassed() {
        for (int lost = 0; lost < 4; lost++) {
            probe();
            mtu.lost();
        }
        assertThat(probe()).isEqualTo(1_472);
        mtu.acked(number);
        assertThat(mtu.datagramBytes()).isEqualTo(1_472);
        assertThat(mtu.wanted()).isZero();
    }

    @Test
    void probesNothingThatHostOrPeerCannotHandle() {
        mtu.limit(1_460);
        assertThat(probe()).isEqualTo(1_452);
    }

    @Test
    void comesDownToWhatThePeerTakes() {
        PathMtu proven = new PathMtu(SAFE, 1_472, 65_507);
        proven.limit(1_300);
        assertThat(proven.datagramBytes()).isEqualTo(1_300);
        assertThat(proven.wanted()).isZero();
    }

    @Test
    void takesTheSizeThatTheHandshakeHasShown() {
        mtu.proven(1_472);
        assertThat(mtu.datagramBytes()).isEqualTo(1_472);
        mtu.proven(1_300);
        assertThat(mtu.datagramBytes()).isEqualTo(1_472);
    }

    @Test
    void takesNoSizeAboveTheLimitForShown() {
        mtu.limit(1_400);
        mtu.proven(1_472);
        assertThat(mtu.datagramBytes()).isEqualTo(1_400);
    }

    @Test
    void fallsToTheSafeSizeInABlackHoleAndLooksOnlyBelowWhatUsedToPass() {
        mtu.proven(1_472);
        mtu.vanished();
        assertThat(mtu.datagramBytes()).isEqualTo(SAFE);
        assertThat(probe()).isEqualTo(1_452);
    }

    @Test
    void forgetsTheProbeUnderWayInABlackHole() {
        probe();
        long before = number;
        mtu.vanished();
        mtu.acked(before);
        assertThat(mtu.datagramBytes()).isEqualTo(SAFE);
    }

    /** Sends a probe of the wanted size and returns that. */
    private int probe() {
        int size = mtu.wanted();
        if (size > 0) {
            mtu.sent(++number);
        }
        return size;
    }
}
