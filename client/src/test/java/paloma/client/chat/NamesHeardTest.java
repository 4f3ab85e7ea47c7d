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
