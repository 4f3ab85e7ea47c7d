package paloma.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.service.Departure;
import paloma.service.testing.FakePeer;

/** What happens to who wants more than there is. */
class ChatLimitsTest {
    @Test
    void letsNobodySendMoreThanFiveLinesASecond() {
        Gathering gathering = Gathering.open();
        FakePeer ana = gathering.arrival();
        gathering.heard(ana);
        for (int i = 0; i < 30; i++) {
            gathering.type(ana, "line " + i);
        }
        assertThat(gathering.heard(ana))
                .hasSize(21)
                .contains("guest-1: line 19")
                .endsWith("* Too fast: a line was not sent. You may send 5 a second.");
        gathering.pass(199);
        gathering.type(ana, "too early");
        assertThat(gathering.heard(ana)).isEmpty();
        gathering.pass(1);
        gathering.type(ana, "in time");
        assertThat(gathering.heard(ana)).containsExactly("* 10 more of your lines were not sent.", "guest-1: in time");
    }

    @Test
    void countsCommandsAndRefusedLinesToo() {
        Gathering gathering = Gathering.open();
        FakePeer ana = gathering.arrival();
        gathering.heard(ana);
        for (int i = 0; i < 10; i++) {
            gathering.type(ana, "/who");
            gathering.type(ana, new byte[] {(byte) 0xff});
        }
        gathering.type(ana, "one more");
        assertThat(gathering.heard(ana)).hasSize(21).last().asString().startsWith("* Too fast");
        gathering.pass(200);
        gathering.type(ana, "now");
        assertThat(gathering.heard(ana)).containsExactly("guest-1: now");
    }

    @Test
    void answersPingsWhateverWasSaidButNotWithoutEnd() {
        Gathering gathering = Gathering.open();
        FakePeer ana = gathering.arrival();
        for (int i = 0; i < 30; i++) {
            gathering.type(ana, "line");
        }
        gathering.heard(ana);
        for (int i = 0; i < 30; i++) {
            gathering.type(ana, "/ping");
        }
        assertThat(gathering.heard(ana)).hasSize(10).containsOnly("* pong");
        gathering.pass(500);
        gathering.type(ana, "/ping 2");
        assertThat(gathering.heard(ana)).containsExactly("* pong");
    }

    @Test
    void boundsTheRooms() {
        Gathering gathering = new Gathering(2, 10);
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.type(ana, "/join kitchen");
        gathering.type(ben, "/join garden");
        assertThat(gathering.heard(ben))
                .containsExactly("* ana has left.", "* There are 2 rooms already, and no more: /rooms lists them.");
        gathering.type(ben, "/join kitchen");
        assertThat(gathering.heard(ben)).containsExactly("* You are ben in kitchen, with ana.");
        assertThat(gathering.chat.rooms()).isEqualTo(2);
    }

    @Test
    void boundsTheMembersOfARoom() {
        Gathering gathering = new Gathering(10, 2);
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        FakePeer third = gathering.arrival();
        assertThat(gathering.heard(third))
                .containsExactly("* You are guest-3, in no room: lobby is full. /join ROOM takes you to another."
                        + " /help lists the commands.");
        gathering.type(third, "hello?");
        gathering.type(third, "/who");
        gathering.type(third, "/join lobby");
        gathering.type(third, "/name cem");
        assertThat(gathering.heard(third))
                .containsExactly(
                        "* You are in no room: write /join ROOM, such as /join lobby.",
                        "* You are in no room: write /join ROOM, such as /join lobby.",
                        "* lobby is full: it has 2 people.",
                        "* guest-3 is now cem.");
        gathering.goes(ben, Departure.LEFT);
        gathering.type(third, "/join lobby");
        assertThat(gathering.heard(third)).containsExactly("* You are cem in lobby, with ana.");
        assertThat(gathering.heard(ana)).containsExactly("* ben has left.", "* cem is here.");
    }

    @Test
    void letsAGhostInAFullRoomGiveItsPlace() {
        Gathering gathering = new Gathering(10, 1);
        gathering.named("ana");
        gathering.pass(30_000);
        FakePeer again = gathering.named("ana");
        gathering.type(again, "/join lobby");
        assertThat(gathering.heard(again)).containsExactly("* You are ana, alone in lobby.");
        assertThat(gathering.chat.size()).isEqualTo(1);
    }

    @Test
    void letsWhoIsInNoRoomGo() {
        Gathering gathering = new Gathering(10, 1);
        FakePeer ana = gathering.named("ana");
        FakePeer third = gathering.arrival();
        FakePeer fourth = gathering.arrival();
        gathering.type(third, "/leave");
        gathering.goes(fourth, Departure.SILENT);
        assertThat(third.isDismissed()).isTrue();
        assertThat(gathering.heard(ana)).isEmpty();
        assertThat(gathering.chat.size()).isEqualTo(1);
    }

    @Test
    void boundsTheLinesOfARoom() {
        Gathering gathering = Gathering.open();
        List<FakePeer> all = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            all.add(gathering.arrival());
        }
        all.forEach(gathering::heard);
        for (FakePeer each : all) {
            for (int i = 0; i < 19; i++) {
                gathering.type(each, "flood");
            }
        }
        assertThat(gathering.heard(all.get(0))).hasSize(200);
        assertThat(gathering.heard(all.get(10)))
                .hasSize(209)
                .last()
                .isEqualTo("* A line was not sent: more was said in lobby than the 100 lines a second that a room may"
                        + " hear.");
    }

    @Test
    void sumsUpWhoComesAndGoesAllTheTime() {
        Gathering gathering = Gathering.open();
        FakePeer ana = gathering.arrival();
        for (int i = 0; i < 200; i++) {
            FakePeer passer = gathering.arrival();
            gathering.goes(passer, Departure.LEFT);
        }
        gathering.type(ana, "/name ana");
        assertThat(gathering.heard(ana)).hasSize(1 + 199 + 1).endsWith("* guest-1 is now ana.");
        gathering.pass(40);
        gathering.arrival();
        assertThat(gathering.heard(ana))
                .containsExactly(
                        "* 202 more came, went or changed their names: /who lists who is here.",
                        "* guest-202 is here.");
    }
}
