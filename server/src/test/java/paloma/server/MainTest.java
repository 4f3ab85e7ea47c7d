package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the program ends when nothing is served. */
class MainTest {
    @Test
    void endsWith70AfterABugOfItsOwn() {
        assertThat(Main.run(new String[0], new AbstractMap<>() {
                    @Override
                    public Set<Map.Entry<String, String>> entrySet() {
                        throw new IllegalStateException("a bug");
                    }
                }))
                .isEqualTo(70);
    }

    @Test
    void endsWith2ForWhatStaysWrongAnd75ForWhatMayPass() {
        assertThat(Main.run(new String[] {"--gracee", "1s"}, Map.of())).isEqualTo(2);
        assertThat(Main.run(new String[0], Map.of("PALOMA_GRACEE", "1s"))).isEqualTo(2);
        assertThat(Main.run(new String[] {"--data", "caf\ufffd"}, Map.of())).isEqualTo(2);
        assertThat(Main.run(new String[0], Map.of("PALOMA_DATA", "caf\ufffd"))).isEqualTo(2);
        assertThat(Main.run(new String[] {"--bind", "256.0.0.1"}, Map.of())).isEqualTo(2);
        assertThat(Main.run(new String[] {"--bind", "no.such.host.invalid"}, Map.of()))
                .isEqualTo(75);
    }
}
