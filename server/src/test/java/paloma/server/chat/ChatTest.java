package paloma.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.DomainSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.service.Departure;
import paloma.service.testing.FakePeer;

class ChatTest {
    private final Gathering gathering = Gathering.open();

    @Test
    void greetsWhoArrivesAndTellsTheOthers() {
        FakePeer first = gathering.arrival();
        FakePeer second = gathering.arrival();
        FakePeer third = gathering.arrival();
        gathering.arrival();
        assertThat(gathering.heard(first))
                .containsExactly(
                        "* You are guest-1, alone in lobby. /help lists the commands.",
                        "* guest-2 is here.",
                        "* guest-3 is here.",
                        "* guest-4 is here.");
        assertThat(gathering.heard(second))
                .startsWith("* You are guest-2 in lobby, with guest-1. /help lists the commands.");
        assertThat(gathering.heard(third))
                .startsWith("* You are guest-3 in lobby, with guest-1 and guest-2. /help lists the commands.");
    }

    @Test
    void namesTenOthersAndCountsMore() {
        FakePeer[] arrivals =
                IntStream.range(0, 12).mapToObj(i -> gathering.arrival()).toArray(FakePeer[]::new);
        assertThat(gathering.heard(arrivals[10]).get(0))
                .contains("with guest-1, guest-2, guest-3")
                .contains("and guest-10.");
        assertThat(gathering.heard(arrivals[11]))
                .containsExactly("* You are guest-12 in lobby, with 11 others. /help lists the commands.");
    }

    @Test
    void sendsWhatSomebodySaysToAllAndToHimself() {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.type(ana, "Is anybody there?");
        gathering.type(ben, "  I am. ");
        List<String> both = List.of("ana: Is anybody there?", "ben:   I am.");
        assertThat(gathering.heard(ana)).isEqualTo(both);
        assertThat(gathering.heard(ben)).isEqualTo(both);
    }

    @Test
    void sendsNothingToOtherRooms() {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.type(ben, "/join kitchen");
        assertThat(gathering.heard(ben)).containsExactly("* You are ben, alone in kitchen.");
        assertThat(gathering.heard(ana)).containsExactly("* ben has left.");
        gathering.type(ana, "hello");
        gathering.type(ben, "hello");
        assertThat(gathering.heard(ben)).containsExactly("ben: hello");
        assertThat(gathering.heard(ana)).containsExactly("ana: hello");
    }

    @Test
    void tellsWhoJoinsTheLastTwentyLinesOfPeople() {
        FakePeer ana = gathering.named("ana");
        for (int i = 0; i < 25; i++) {
            gathering.type(ana, "line " + i);
            gathering.pass(1_000);
        }
        gathering.named("gone");
        assertThat(gathering.heard(gathering.arrival()))
                .hasSize(1 + 20)
                .contains("[11:06:52Z] ana: line 5", "[11:06:53Z] ana: line 6")
                .endsWith("[11:07:11Z] ana: line 24");
    }

    @Test
    void forgetsAnEmptyRoomButNotTheLobby() {
        FakePeer ana = gathering.named("ana");
        gathering.type(ana, "said in the lobby");
        gathering.type(ana, "/join kitchen");
        gathering.type(ana, "said in the kitchen");
        assertThat(gathering.chat.rooms()).isEqualTo(2);
        gathering.type(ana, "/join Lobby");
        assertThat(gathering.chat.rooms()).isEqualTo(1);
        gathering.heard(ana);
        gathering.type(ana, "/join kitchen");
        assertThat(gathering.heard(ana)).containsExactly("* You are ana, alone in kitchen.");
        gathering.goes(ana, Departure.LEFT);
        assertThat(gathering.chat.rooms()).isEqualTo(1);
        assertThat(gathering.heard(gathering.arrival())).last().asString().endsWith("] ana: said in the lobby");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LEFT    | * ana has left.
        SILENT  | * ana is silent and was let go.
        REFUSED | * ana was let go.
        """)
    void tellsWhySomebodyIsGone(Departure departure, String notice) {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.goes(ana, departure);
        gathering.type(ben, "hello");
        assertThat(gathering.heard(ben)).containsExactly(notice, "ben: hello");
        assertThat(gathering.heard(ana)).isEmpty();
        assertThat(gathering.chat.size()).isEqualTo(1);
    }

    @Test
    void tellsOfWhoDidNotRead() {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        ana.stopsReading();
        gathering.type(ben, "hello");
        gathering.goes(ana, Departure.REFUSED);
        assertThat(gathering.heard(ben)).containsExactly("ben: hello", "* ana did not read and was let go.");
    }

    @Test
    void leavesWhoWantsTo() {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.type(ana, "/leave");
        assertThat(gathering.heard(ana)).containsExactly("* Good-bye.");
        assertThat(ana.isDismissed()).isTrue();
        gathering.type(ana, "and another thing");
        gathering.goes(ana, Departure.LEFT);
        assertThat(gathering.heard(ben)).containsExactly("* ana has left.");
        assertThat(gathering.chat.size()).isEqualTo(1);
    }

    @Test
    void changesNames() {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.type(ben, "/name anna");
        gathering.type(ben, "/name Anna");
        assertThat(gathering.heard(ana)).containsExactly("* ben is now anna.", "* anna is now Anna.");
        gathering.type(ben, "/name Anna");
        assertThat(gathering.heard(ben))
                .containsExactly("* ben is now anna.", "* anna is now Anna.", "* You are Anna already.");
        assertThat(gathering.heard(ana)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana", "ANA", "Ana", "ａｎａ"})
    void givesNoNameTwice(String same) {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.type(ben, "/name " + same);
        assertThat(gathering.heard(ben)).containsExactly("* lobby has somebody named " + same + ": take another name.");
        gathering.type(ben, "/join kitchen");
        gathering.type(ben, "/name " + same);
        gathering.type(ben, "/join lobby");
        assertThat(gathering.heard(ben))
                .containsExactly(
                        "* You are ben, alone in kitchen.",
                        "* ben is now " + same + ".",
                        "* lobby has somebody named " + same + ": take another name with /name NAME.");
        gathering.type(ben, "still here");
        assertThat(gathering.heard(ben)).containsExactly(same + ": still here");
        assertThat(gathering.heard(ana)).containsExactly("* ben has left.");
    }

    @Test
    void givesNoGuestTheNameOfAnother() {
        FakePeer impostor = gathering.named("guest-3");
        gathering.arrival();
        assertThat(gathering.heard(gathering.arrival()).get(0)).startsWith("* You are guest-4 in lobby");
        assertThat(gathering.heard(impostor)).containsExactly("* guest-2 is here.", "* guest-4 is here.");
    }

    @Test
    void returnsTheNameToWhoComesBackOnAnotherPort() {
        FakePeer former = gathering.named("ana", Gathering.host("198.51.100.7"));
        FakePeer ben = gathering.named("ben");
        gathering.pass(30_000);
        FakePeer again = gathering.arrival(Gathering.host("198.51.100.7"));
        gathering.type(again, "/name ana");
        assertThat(gathering.heard(former))
                .containsExactly("* guest-3 is here.", "* Somebody at your address took your name. Good-bye.");
        assertThat(former.isDismissed()).isTrue();
        assertThat(gathering.heard(ben))
                .containsExactly("* guest-3 is here.", "* ana has left.", "* guest-3 is now ana.");
        gathering.goes(former, Departure.LEFT);
        assertThat(gathering.chat.size()).isEqualTo(2);
        assertThat(gathering.heard(ben)).isEmpty();
    }

    @Test
    void returnsTheNameInTheRoomThatIsJoinedWithItsHistory() {
        FakePeer former = gathering.named("ana");
        gathering.type(former, "/join kitchen");
        gathering.type(former, "I was here");
        gathering.pass(30_000);
        FakePeer again = gathering.named("ana");
        gathering.type(again, "/join kitchen");
        assertThat(gathering.heard(again))
                .containsExactly("* You are ana, alone in kitchen.", "[11:06:47Z] ana: I was here");
        gathering.type(gathering.named("ben"), "/join kitchen");
        assertThat(gathering.heard(again)).containsExactly("* ben is here.");
    }

    @Test
    void leavesANameToWhoIsElsewhereOrWasHeardOfLately() {
        FakePeer ana = gathering.named("ana", Gathering.host("198.51.100.7"));
        FakePeer stranger = gathering.named("eve", Gathering.host("198.51.100.8"));
        FakePeer neighbour = gathering.named("bob", Gathering.host("198.51.100.7"));
        gathering.pass(31_000);
        gathering.type(stranger, "/name ana");
        gathering.type(ana, "/ping");
        gathering.pass(29_999);
        gathering.type(neighbour, "/name ana");
        assertThat(gathering.heard(ana)).containsExactly("* pong");
        assertThat(ana.isDismissed()).isFalse();
    }

    @Test
    void takesAllUnixSocketsForOneHost() {
        FakePeer former = gathering.named("ana", new DomainSocketAddress("/tmp/a"));
        gathering.pass(30_000);
        FakePeer again = gathering.arrival(new DomainSocketAddress("/tmp/b"));
        gathering.type(again, "/name ana");
        assertThat(former.isDismissed()).isTrue();
    }

    @Test
    void listsWhoIsThereAndTheRooms() {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        FakePeer cem = gathering.named("cem");
        gathering.type(cem, "/join kitchen");
        gathering.heard(ana);
        gathering.type(ana, "/who");
        gathering.type(ana, "/rooms");
        assertThat(gathering.heard(ana))
                .containsExactly("* In lobby (2): ana, ben.", "* Rooms (2): lobby (2), kitchen (1).");
    }

    @Test
    void cutsALongListAndCountsTheRest() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            names.add("guest-" + (i + 1));
            gathering.arrival();
        }
        FakePeer last = gathering.arrival();
        gathering.heard(last);
        gathering.type(last, "/who");
        String list = gathering.heard(last).get(0);
        assertThat(list).startsWith("* In lobby (201): guest-1, guest-2, ").hasSizeBetween(950, 1_050);
        int more = Integer.parseInt(list.replaceFirst(".*, and (\\d+) more\\.", "$1"));
        assertThat(list).contains(", guest-" + (201 - more) + ", and ").doesNotContain("guest-" + (202 - more));
    }

    @Test
    void helpsWithEachCommandInALine() {
        FakePeer ana = gathering.named("ana");
        gathering.type(ana, "/help");
        assertThat(gathering.heard(ana))
                .hasSize(7)
                .startsWith("* /join ROOM goes to a room, and makes it if there is none of that name.")
                .allMatch(line -> line.startsWith("* /") && line.endsWith("."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /foo bar         | There is no /foo: /help lists the commands.
        /                | There is no /: /help lists the commands.
        / join x         | There is no /: /help lists the commands.
        /a\u202eb        | There is no /a\\u202eb: /help lists the commands.
        /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | There is no /aaaaaaaaaaaaaaaaaaaaaaaa…: /help lists the commands.
        /join            | Write /join ROOM.
        /name            | Write /name NAME.
        /name a b        | A name has 1 to 24 letters, digits, or - _ . and nothing else.
        /join a:b        | A name has 1 to 24 letters, digits, or - _ . and nothing else.
        /join LOBBY      | You are in lobby already.
        """)
    void refusesWhatMakesNoSense(String line, String notice) {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.type(ana, line);
        assertThat(gathering.heard(ana)).containsExactly("* " + notice);
        assertThat(gathering.heard(ben)).isEmpty();
    }

    @Test
    void saysALineWithASlash() {
        FakePeer ana = gathering.named("ana");
        gathering.type(ana, "//join is a command");
        gathering.type(ana, "///");
        gathering.type(ana, " /join");
        assertThat(gathering.heard(ana)).containsExactly("ana: /join is a command", "ana: //", "ana:  /join");
    }

    @Test
    void takesCommandsInAnyCaseAndWithSpacesAround() {
        FakePeer ana = gathering.named("ana");
        gathering.type(ana, "/JOIN   kitchen  ");
        assertThat(gathering.heard(ana)).containsExactly("* You are ana, alone in kitchen.");
    }

    @Test
    void passesOverALineOfNothingButSpace() {
        FakePeer ana = gathering.named("ana");
        gathering.type(ana, " \t ");
        assertThat(gathering.heard(ana)).isEmpty();
    }

    @Test
    void refusesALineOfMoreThanAThousandBytes() {
        FakePeer ana = gathering.named("ana");
        gathering.type(ana, "a".repeat(1_000));
        assertThat(gathering.heard(ana)).containsExactly("ana: " + "a".repeat(1_000));
        gathering.type(ana, "a".repeat(1_001));
        gathering.type(ana, "ö".repeat(501));
        gathering.type(ana, "\u0007".repeat(200));
        assertThat(gathering.heard(ana))
                .containsExactly(
                        "* A line was not sent: it has 1001 bytes, and 1000 is the most.",
                        "* A line was not sent: it has 1002 bytes, and 1000 is the most.",
                        "* A line was not sent: it has 1200 bytes with what must not be shown written out,"
                                + " and 1000 is the most.");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        FakePeer ana = gathering.named("ana");
        for (byte[] line :
                new byte[][] {{(byte) 0xe9}, {'a', (byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
                }) {
            gathering.type(ana, line);
            assertThat(gathering.heard(ana)).containsExactly("* A line was not sent: it is not UTF-8.");
        }
    }

    @Test
    void lastsNoLongerThanTheServer() {
        FakePeer ana = gathering.named("ana");
        FakePeer ben = gathering.named("ben");
        gathering.chat.stop();
        gathering.goes(ana, Departure.REFUSED);
        gathering.type(ben, "hello");
        FakePeer late = gathering.arrival();
        assertThat(Stream.of(ana, ben, late).map(gathering::heard))
                .isEqualTo(Collections.nCopies(3, List.of("* The server stops.")));
    }
}
