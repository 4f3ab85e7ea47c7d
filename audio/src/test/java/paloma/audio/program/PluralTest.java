package paloma.audio.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {
    @Test
    void oneThingIsSingular() {
        assertThat(Plural.of(0, "packet")).isEqualTo("0 packets");
        assertThat(Plural.of(1, "packet")).isEqualTo("1 packet");
        assertThat(Plural.of(2, "packet")).isEqualTo("2 packets");
        assertThat(Plural.was(0, "chunk")).isEqualTo("0 chunks were");
        assertThat(Plural.was(1, "chunk")).isEqualTo("1 chunk was");
    }
}
