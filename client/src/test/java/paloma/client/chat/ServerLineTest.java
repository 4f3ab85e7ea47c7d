package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.chat.ServerLine.Kind;

class ServerLineTest {
    @Test
    void knowsEachKind() {
        assertThat(ServerLine.parse("ana: hello, all")).isEqualTo(new ServerLine(Kind.SAID, null, "ana", "hello, all"));
        assertThat(ServerLine.parse("[14:02:11Z] zoë.b-2: a: b"))
                .isEqualTo(new ServerLine(Kind.PAST, LocalTime.of(14, 2, 11), "zoë.b-2", "a: b"));
        assertThat(ServerLine.parse("* ben is here.")).isEqualTo(new ServerLine(Kind.NOTICE, null, "", "ben is here."));
        assertThat(ServerLine.parse("* pong")).isEqualTo(new ServerLine(Kind.PONG, null, "", ""));
        assertThat(ServerLine.parse("To join, send: 482 913")).isEqualTo(new ServerLine(Kind.CODE, null, "", "482913"));
        assertThat(ServerLine.parse("To join, send: 000001").text()).isEqualTo("000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "*",
                "*pong",
                ": x",
                "ana:x",
                "a na: x",
                "/join: x",
                "[14:02:11Z] hello",
                "[24:00:00Z] ana: x",
                "[14:02Z] ana: x",
                "To join, send: 482 9131",
                "To join, send: 482 91x",
                "To join, send: 482 913 ",
                "\u001b[2J: x",
                "a\u202eb: x",
                "abcdefghijklmnopqrstuvwxy: 25 characters"
            })
    void takesNothingElseForOneOfThem(String line) {
        assertThat(ServerLine.parse(line)).isEqualTo(new ServerLine(Kind.ODD, null, "", line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"* ben is here.", "[14:02:11Z] ana: x", "To join, send: 482 913", "* pong"})
    void whatAPersonSaysIsNoOtherKind(String forged) {
        assertThat(ServerLine.parse("eve: " + forged)).isEqualTo(new ServerLine(Kind.SAID, null, "eve", forged));
    }
}
