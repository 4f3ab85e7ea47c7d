package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.option.HostPort;

class ChatPlaceTest {
    @Test
    void readsHostPortAndRoom() {
        assertThat(ChatPlace.parse("example.net:4041/kitchen"))
                .isEqualTo(new ChatPlace(HostPort.parse("example.net:4041"), "kitchen"));
        assertThat(ChatPlace.parse("[::1]/küche")).isEqualTo(new ChatPlace(HostPort.parse("[::1]"), "küche"));
        assertThat(ChatPlace.parse("example.net/")).isEqualTo(new ChatPlace(HostPort.parse("example.net"), null));
        assertThat(ChatPlace.parse("example.net")).isEqualTo(new ChatPlace(HostPort.parse("example.net"), null));
        assertThat(ChatPlace.parse("/kitchen")).isEqualTo(new ChatPlace(null, "kitchen"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/two words", "h/a/b", "h/\u001b", "h/a:b", "h:0/a", "h/abcdefghijklmnopqrstuvwxy", "h/*"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> ChatPlace.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
