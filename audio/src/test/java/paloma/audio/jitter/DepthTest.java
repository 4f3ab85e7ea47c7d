package paloma.audio.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DepthTest {
    private static final Depth CHOSEN = new Depth(20, 500);

    @Test
    void boundsThatAreAboveStayAsTheyAre() {
        assertThat(CHOSEN.atLeast(20)).isEqualTo(CHOSEN);
        assertThat(Depth.fixed(30).atLeast(10)).isEqualTo(Depth.fixed(30));
    }

    @Test
    void theLeastIsRaised() {
        assertThat(CHOSEN.atLeast(68)).isEqualTo(new Depth(68, 500));
    }

    @Test
    void whereEvenTheMostIsBelowThereIsAsMuchRoomAboveAsThereWas() {
        assertThat(CHOSEN.atLeast(500)).isEqualTo(new Depth(500, 1_000));
        assertThat(CHOSEN.atLeast(608)).isEqualTo(new Depth(608, 1_108));
    }

    @Test
    void oneThatIsFixedStaysFixed() {
        assertThat(Depth.fixed(30).atLeast(68)).isEqualTo(Depth.fixed(68));
    }
}
