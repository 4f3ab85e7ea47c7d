package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.terminal.CliException;

/** Where files go that a server lists. */
class GetPlanTest {
    @Test
    void keepsTheLastPartOfWhatWasAskedFor() throws Exception {
        assertThat(GetPlan.target("a/films", "a/films/one/x", null)).isEqualTo("films/one/x");
        assertThat(GetPlan.target("a/films/x", "a/films/x", null)).isEqualTo("x");
        assertThat(GetPlan.target("", "a/b", null)).isEqualTo("a/b");
    }

    @Test
    void givesTheNewName() throws Exception {
        assertThat(GetPlan.target("a/films", "a/films/one/x", "mine")).isEqualTo("mine/one/x");
        assertThat(GetPlan.target("", "a/b", "mine")).isEqualTo("mine/a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/filmsx", "a/film", "../a/films/x", "/a/films/x", "b", "a/other/x", "\u001b[2J"})
    void takesNothingThatWasNotAskedFor(String listed) {
        assertThatThrownBy(() -> GetPlan.target("a/films", listed, null))
                .isInstanceOf(CliException.class)
                .hasMessageStartingWith("Nothing fetched: asked for \"a/films\", but the server lists \"")
                .matches(e -> e.getMessage().chars().noneMatch(Character::isISOControl), "no control characters");
    }
}
