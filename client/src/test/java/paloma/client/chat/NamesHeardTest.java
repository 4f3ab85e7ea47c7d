package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.client.chat.ChatEvent.Type;

class NamesHeardTest {
    private final NamesHeard names = new NamesHeard();

    @Test
    void knowsWhoIsThere() {
        hear(Type.joined, "ana", "You are ana in lobby, with ben, cid.x and dora. /help lists the commands.");
        assertThat(names.all()).containsExactly("ben", "cid.x", "dora");
        hear(Type.notice, "", "eva is here.");
        hear(Type.notice, "", "ben has left.");
        hear(Type.notice, "", "dora is silent and was let go.");
        hear(Type.line, "cid.x", "nobody is here.");
        assertThat(names.all()).containsExactly("eva", "cid.x");
        hear(Type.joined, "ana", "You are ana in lobby, with 17 others.");
        assertThat(names.all()).hasSize(2);
    }

    @Test
    void knowsWhoComesAndGoesWithOtherServers() {
        hear(Type.notice, "", "ben and cid.x are here.");
        hear(Type.notice, "", "dora, eva and a.b. are here.");
        hear(Type.notice, "", "12 people are here.");
        assertThat(names.all()).containsExactly("ben", "cid.x", "dora", "eva", "a.b.");
        hear(Type.notice, "", "ben, eva and a.b. have left.");
        hear(Type.notice, "", "dora is gone with another server.");
        assertThat(names.all()).containsExactly("cid.x");
        hear(Type.notice, "", "12 people are gone with another server.");
        hear(Type.notice, "", "The other servers are out of reach: only people on this one hear you.");
        hear(
                Type.notice,
                "",
                "The other servers are back, with fay and a.b.. 2 lines that were said here meanwhile were heard here"
                        + " alone.");
        assertThat(names.all()).containsExactly("cid.x", "fay", "a.b.");
    }

    @Test
    void knowsWhoHasAnotherName() {
        hear(Type.notice, "", "ben is here.");
        hear(Type.notice, "", "ben is now cid.");
        assertThat(names.all()).containsExactly("cid");
        hear(Type.notice, "", "There were two people named cid: one is now guest-17.");
        assertThat(names.all()).containsExactly("cid", "guest-17");
    }

    @Test
    void remembersTheLastTwoHundredOfAll() {
        for (int i = 0; i < 10_000; i++) {
            hear(Type.line, "bot-" + i, "hi");
        }
        assertThat(names.all()).hasSize(200).last().isEqualTo("bot-9999");
    }

    private void hear(Type type, String from, String text) {
        names.heard(new ChatEvent(type, "lobby", from, null, text, type == Type.joined));
    }
}
