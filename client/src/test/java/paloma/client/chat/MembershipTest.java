package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
    private final Membership self = new Membership();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "You are ana in lobby, with ben. /help lists the commands.|ana|lobby",
                "You are ana in v1.2., with 17 others.|ana|v1.2.",
                "You are a.b., alone in v1.2.. /help lists the commands.|a.b.|v1.2.",
                "You are zoë, alone in küche.|zoë|küche",
                "You are in in in, with in.|in|in"
            })
    void learnsWhoAndWhereOneIs(String notice, String name, String room) {
        assertThat(self.joins(notice)).isTrue();
        assertThat(self.name()).isEqualTo(name);
        assertThat(self.room()).isEqualTo(room);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You are ana already.",
                "You are in kitchen already.",
                "You are ana, in no room: lobby is full. /join ROOM takes you to another.",
                "You are a\u001bb in lobby, with ben.",
                "You are ana in lobby",
                "In lobby (2): ana, ben.",
                "ana is here."
            })
    void takesNothingElseForAGreeting(String notice) {
        assertThat(self.joins(notice)).isFalse();
    }

    @Test
    void hasAnotherNameOnlyWhenItIsOneselfWhoIsRenamed() {
        self.joins("You are ana in lobby, with ben.");
        assertThat(self.renames("ben is now ana2.")).isFalse();
        assertThat(self.renames("ana is now a b.")).isFalse();
        assertThat(self.renames("ana is now a.b.")).isTrue();
        assertThat(self.name()).isEqualTo("a.b");
    }

    @Test
    void learnsFromWhatIsSoAlready() {
        self.learn("You are in kitchen already.");
        self.learn("You are ana already.");
        assertThat(self.name() + "@" + self.room()).isEqualTo("ana@kitchen");
        self.learn("You are ana, in no room: lobby is full. /join ROOM takes you to another.");
        assertThat(self.name()).isEqualTo("ana");
    }
}
