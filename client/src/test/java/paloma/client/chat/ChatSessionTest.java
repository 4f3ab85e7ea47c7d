package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.chat.ChatSession.Trouble;

class ChatSessionTest {
    @Test
    void overUdpAStrangerGivesTheCodeBackAndEntersWithOneDatagram() {
        FakeLine line = FakeLine.udp("ana", "kitchen");
        line.open();
        assertThat(line.sent).containsExactly("/ping\n");

        line.hear("To join, send: 482 913");
        assertThat(line.sent).last().isEqualTo("482913\n/join kitchen\n/name ana\n/ping\n");

        line.hear(
                "* You are guest-17 in lobby, with ben. /help lists the commands.",
                "[14:02:11Z] ben: not for ana",
                "* You are guest-17 in kitchen, with cid.",
                "[14:02:12Z] cid: hi",
                "* guest-17 is now ana.",
                "* pong");
        assertThat(line.lines())
                .containsExactly(
                        "joined guest-17: You are guest-17 in kitchen, with cid.",
                        "history cid: hi",
                        "named ana: guest-17 is now ana.");
        assertThat(line.session.name() + "@" + line.session.room()).isEqualTo("ana@kitchen");
    }

    @Test
    void overAStreamOneEntersAtOnce() {
        FakeLine line = FakeLine.tcp("ana", "kitchen");
        line.open();
        assertThat(line.sent).containsExactly("/join kitchen\n/name ana\n/ping\n");
    }

    @Test
    void withoutANameOneIsWhomeverTheServerMakes() {
        FakeLine line = FakeLine.tcp(null, null);
        line.open();
        assertThat(line.sent).containsExactly("/ping\n");
        line.hear("* You are guest-3, alone in lobby. /help lists the commands.", "* pong");
        line.say("hello");
        assertThat(line.sent).last().isEqualTo("hello\n");
        assertThat(line.session.name()).isEqualTo("guest-3");
    }

    /** The server answers an address once, so that whoever hears nothing has to be another one. */
    @Test
    void aStrangerWhoHearsNothingTriesFromAnotherPort() {
        FakeLine line = FakeLine.udp("ana", null);
        line.open();
        line.pass(999);
        assertThat(line.dials).isEqualTo(1);
        line.pass(1);
        assertThat(line.dials).isEqualTo(2);
        line.open();
        line.enter();
        line.say("hello");
        assertThat(line.sent).last().isEqualTo("hello\n");
    }

    @Test
    void whoeverNeverHearsAnythingSaysSo() {
        FakeLine line = FakeLine.udp("ana", null);
        for (int i = 0; i < ChatSession.FIRST_TRIES; i++) {
            line.open();
            line.pass(1_000);
        }
        assertThat(line.dials).isEqualTo(ChatSession.FIRST_TRIES);
        assertThat(line.session.isOver()).isTrue();
        assertThat(line.session.failure()).startsWith("No answer from " + FakeLine.SERVER);
    }

    @Test
    void whereNobodyListensItIsSaidAtOnceButOfEachAddress() {
        FakeLine line = FakeLine.of(true, false, true, 3);
        for (int i = 1; i < 3; i++) {
            line.open();
            line.fail(Trouble.NOBODY);
            assertThat(line.session.isOver()).isFalse();
        }
        line.fail(Trouble.NOBODY);
        assertThat(line.session.failure()).isEqualTo("It broke.");
        assertThat(line.dials).isEqualTo(3);
    }

    @Test
    void whatWasLostOnTheWayInIsSentAgain() {
        FakeLine line = FakeLine.udp("ana", "kitchen");
        line.open();
        line.hear("To join, send: 482 913");
        line.sent.clear();
        line.pass(1_000);
        assertThat(line.sent).containsExactly("482913\n/join kitchen\n/name ana\n/ping\n");
        // the first had arrived: the greeting and the new name were lost, and the server says what is so already
        line.hear("* You are in kitchen already.", "* You are ana already.", "* pong");
        line.say("hello");
        assertThat(line.sent).last().isEqualTo("hello\n");
    }

    @Test
    void aPongThatOvertookTheNameIsNotTakenForARefusal() {
        FakeLine line = FakeLine.udp("ana", null);
        line.open();
        line.hear("To join, send: 482 913", "* You are guest-17, alone in lobby.", "* pong", "* guest-17 is now ana.");
        line.hear("* You are ana already.", "* pong");
        assertThat(line.session.isOver()).isFalse();
        assertThat(line.session.name()).isEqualTo("ana");
    }

    @Test
    void whoIsPipedSaysNothingUnderAnotherName() {
        FakeLine line = FakeLine.tcp("ana", null);
        line.say("hello");
        line.open();
        line.hear(
                "* You are guest-17 in lobby, with Ana.",
                "* lobby has somebody named ana: take another name.",
                "* pong");
        assertThat(line.session.failure())
                .isEqualTo(
                        "The server has you as guest-17 in lobby, and not as you asked: choose another name or room.");
        assertThat(line.session.notTaken()).isEqualTo(1);
        assertThat(line.sent).noneMatch(sent -> sent.contains("hello"));
    }

    @Test
    void whoTypesStaysUnderTheNameThatHeHas() {
        FakeLine line = FakeLine.of(false, true, false, 1);
        line.open();
        line.hear("* You are guest-17 in lobby, with ben.", "* kitchen is full: it has 1000 people.", "* pong");
        assertThat(line.session.isOver()).isFalse();
        assertThat(line.shown).last().extracting(ChatEvent::type).isEqualTo(ChatEvent.Type.problem);
    }

    @Test
    void nowhereIsNoRoom() {
        FakeLine line = FakeLine.tcp(null, null);
        line.open();
        line.hear("* You are guest-17, in no room: lobby is full. /join ROOM takes you to another.", "* pong");
        assertThat(line.session.failure()).startsWith("The server has you as guest-17 in no room");
    }

    @Test
    void aLineIsTakenWhenTheServerShowsIt() {
        FakeLine line = FakeLine.talking(true, true);
        line.say("one", "//two", "three");
        assertThat(line.sent).containsExactly("one\n", "//two\n", "three\n");
        line.hear("ana: one", "ben: /two", "ana: /two");
        line.session.end(line.nanos);
        assertThat(line.sent).last().isEqualTo("/ping\n");
        line.hear("ana: three");
        assertThat(line.sent).last().isEqualTo("/leave\n");
        line.hear("* Good-bye.");
        assertThat(line.session.isOver()).isTrue();
        assertThat(line.session.notTaken()).isZero();
        assertThat(line.shown).filteredOn(ChatEvent::own).hasSize(3);
    }

    @Test
    void overAStreamThePongTellsWhatWasNotTaken() {
        FakeLine line = FakeLine.talking(true, true);
        line.say("one", "two");
        line.session.end(line.nanos);
        line.hear("ana: two", "* pong", "* Good-bye.");
        assertThat(line.session.isOver()).isTrue();
        assertThat(line.session.notTaken()).isEqualTo(1);
        assertThat(line.lines())
                .contains("problem : Line 1, \"one\", was not seen to be taken: the server did not take it.");
    }

    @Test
    void overDatagramsTimeTellsIt() {
        FakeLine line = FakeLine.talking(false, true);
        line.say("one", "two");
        line.session.end(line.nanos);
        line.hear("ana: two");
        line.pass(9_999);
        assertThat(line.session.notTaken()).isZero();
        line.pass(1);
        assertThat(line.session.notTaken()).isEqualTo(1);
        assertThat(line.sent).last().isEqualTo("/leave\n");
    }

    @Test
    void whatTheServerEscapesIsKnownAllTheSame() {
        FakeLine line = FakeLine.talking(true, true);
        line.say("a\tb \u202ec\u001b[1m\\n é", "\ufeff");
        line.hear("ana: a\\tb \\u202Ec\\u001b[1m\\n e\u0301", "ana: \\ufeff");
        line.session.end(line.nanos);
        assertThat(line.sent).last().isEqualTo("/leave\n");
        assertThat(line.session.notTaken()).isZero();
    }

    @Test
    void anotherPersonsLineIsNoEcho() {
        FakeLine line = FakeLine.talking(true, true);
        line.say("yes");
        line.hear("ben: yes", "Ana: yes", "[14:02:11Z] ana: no");
        line.session.end(line.nanos);
        line.hear("* pong");
        assertThat(line.session.notTaken()).isEqualTo(1);
    }

    @Test
    void aCommandIsTakenWhenThePongBehindItComes() {
        FakeLine line = FakeLine.talking(false, true);
        line.say("/who");
        assertThat(line.sent).containsExactly("/who\n/ping\n");
        line.hear("* In lobby (2): ana, ben.");
        line.session.end(line.nanos);
        assertThat(line.sent).last().isEqualTo("/who\n/ping\n");
        line.hear("* pong");
        assertThat(line.sent).last().isEqualTo("/leave\n");
        assertThat(line.session.notTaken()).isZero();
    }

    @Test
    void aPongIsShownToWhoeverAskedForIt() {
        FakeLine line = FakeLine.talking(true, false);
        line.pass(15_000);
        assertThat(line.sent).containsExactly("/ping\n");
        line.say("/ping");
        line.hear("* pong");
        assertThat(line.shown).isEmpty();
        line.hear("* pong");
        assertThat(line.lines()).containsExactly("notice : pong");
        line.hear("* pong");
        assertThat(line.shown).hasSize(1);
    }

    @Test
    void aLineThatIsTooLongIsNotSent() {
        FakeLine line = FakeLine.talking(true, true);
        line.say("é".repeat(500), "é".repeat(500) + "x");
        assertThat(line.sent).hasSize(1);
        assertThat(line.session.notTaken()).isEqualTo(1);
        assertThat(line.lines()).last().asString().contains("it has 1001 bytes, and a line has at most 1000");
    }

    @Test
    void aQuietLineIsKeptUp() {
        FakeLine line = FakeLine.talking(false, false);
        for (int i = 0; i < 40; i++) {
            line.pass(15_000);
            line.hear("* pong");
        }
        assertThat(line.sent).hasSize(40).containsOnly("/ping\n");
        assertThat(line.shown).isEmpty();
    }

    @Test
    void aLineOnWhichNothingIsHeardIsGoneAndTriedAgain() {
        FakeLine line = FakeLine.talking(false, false);
        line.pass(29_999);
        assertThat(line.shown).isEmpty();
        line.pass(1);
        assertThat(line.lines())
                .containsExactly("gone : Nothing is heard from " + FakeLine.SERVER + " any more. Trying to come back.");
        assertThat(line.hangUps).isEqualTo(1);
        line.pass(1_000);
        assertThat(line.dials).isEqualTo(2);
        line.open();
        line.hear("To join, send: 111 222");
        assertThat(line.sent).last().isEqualTo("111222\n/join lobby\n/name ana\n/ping\n");
    }

    @Test
    void whoComesBackIsToldWhatWasSaidMeanwhile() {
        FakeLine line = FakeLine.talking(true, false);
        line.hear("ben: one", "ana: two");
        line.fail(Trouble.LINE);
        line.pass(12_000);
        line.open();
        line.shown.clear();
        line.hear(
                "* You are guest-18 in lobby, with ben. /help lists the commands.",
                "[14:00:00Z] ben: one",
                "[14:00:01Z] ana: two",
                "[14:00:02Z] ben: three",
                "* You are in lobby already.",
                "* guest-18 is now ana.",
                "ben: four",
                "* pong");
        assertThat(line.lines())
                .containsExactly(
                        "back ana: Back after 12 seconds; 2 lines were said meanwhile:",
                        "history ben: three",
                        "line ben: four");
    }

    @Test
    void whoComesBackIsToldThatMoreMayHaveBeenSaid() {
        FakeLine line = FakeLine.talking(true, false);
        line.hear("ben: one");
        line.fail(Trouble.LINE);
        line.pass(1_000);
        line.open();
        line.shown.clear();
        line.hear("* You are guest-18 in lobby, with ben.");
        for (int i = 0; i < 20; i++) {
            line.hear("[14:00:00Z] ben: line " + i);
        }
        line.hear("* guest-18 is now ana.", "* pong");
        assertThat(line.lines())
                .hasSize(21)
                .first()
                .asString()
                .endsWith("; this is what the server remembers, and more may have been said:");
    }

    /** A restarted server does not know who pings it, and sends him a code. */
    @Test
    void aServerThatWasRestartedIsEnteredAgainFromTheSamePort() {
        FakeLine line = FakeLine.talking(false, false);
        line.say("/name anna");
        line.hear("* ana is now anna.", "* pong");
        line.say("/join kitchen");
        line.hear("* You are anna, alone in kitchen.", "* pong");
        line.shown.clear();
        line.pass(15_000);
        line.hear("To join, send: 333 444");
        assertThat(line.sent).last().isEqualTo("333444\n/join kitchen\n/name anna\n/ping\n");
        assertThat(line.dials).isEqualTo(1);
        line.hear(
                "* You are guest-1, alone in lobby.",
                "* You are guest-1, alone in kitchen.",
                "* guest-1 is now anna.",
                "* pong");
        assertThat(line.lines())
                .containsExactly(
                        "gone : The server does not know you any more; it may have been restarted. Trying to come back.",
                        "back anna: Back after 1 second; the server remembers nothing of what was said.");
    }

    @Test
    void theLineThatWasOnItsWayIsTakenIfTheHistoryHasIt() {
        FakeLine line = FakeLine.talking(true, true);
        line.say("one", "two");
        line.fail(Trouble.LINE);
        line.pass(1_000);
        line.open();
        line.hear("* You are guest-18, alone in lobby.", "[14:00:01Z] ana: one", "* guest-18 is now ana.", "* pong");
        assertThat(line.session.notTaken()).isEqualTo(1);
        assertThat(line.lines())
                .last()
                .isEqualTo("problem : Line 2, \"two\", was not seen to be taken: the line went meanwhile.");
    }

    @Test
    void whatIsSaidWhileTheLineIsGoneIsSentLater() {
        FakeLine line = FakeLine.talking(true, false);
        line.fail(Trouble.LINE);
        line.say("later");
        assertThat(line.sent).isEmpty();
        line.pass(1_000);
        line.open();
        line.enter();
        assertThat(line.sent).last().isEqualTo("later\n");
    }

    @Test
    void theOldNameIsAskedForUntilTheServerLetsItGo() {
        FakeLine line = FakeLine.talking(true, true);
        line.fail(Trouble.LINE);
        line.pass(1_000);
        line.open();
        line.hear("* You are guest-18 in lobby, with ana.");
        for (int seconds = 0; seconds < 30; seconds += 5) {
            line.hear("* lobby has somebody named ana: take another name.", "* pong");
            assertThat(line.session.isOver()).isFalse();
            line.sent.clear();
            line.pass(5_000);
            assertThat(line.sent).containsExactly("/join lobby\n/name ana\n/ping\n");
        }
        line.hear("* ana has left.", "* guest-18 is now ana.", "* pong");
        assertThat(line.shown).last().extracting(ChatEvent::type).isEqualTo(ChatEvent.Type.back);
    }

    @Test
    void theNameIsNotAskedForForever() {
        FakeLine line = FakeLine.talking(true, true);
        line.fail(Trouble.LINE);
        line.pass(1_000);
        line.open();
        line.hear("* You are guest-18 in lobby, with ana.");
        for (int i = 0; i < 13 && !line.session.isOver(); i++) {
            line.hear("* pong");
            line.pass(5_000);
        }
        assertThat(line.session.failure()).startsWith("The server has you as guest-18");
    }

    @Test
    void aServerThatIsGoneIsTriedLessAndLessOften() {
        FakeLine line = FakeLine.talking(true, false);
        line.fail(Trouble.LINE);
        for (int i = 0; i < 20; i++) {
            line.pass(i < 6 ? 1_000L << i : 30_000);
            line.fail(Trouble.NOBODY);
        }
        assertThat(line.dials).isBetween(20, 40);
        assertThat(line.shown).hasSize(1);
        assertThat(line.session.isOver()).isFalse();
    }

    /** Whoever reads slowly is not told that what he has not read yet did not come. */
    @Test
    void overAStreamNothingIsLostBehindAFlood() {
        FakeLine line = FakeLine.tcp("ana", null);
        line.open();
        line.hear("* You are guest-17 in lobby, with ben.");
        for (int seconds = 0; seconds < 60; seconds++) {
            line.pass(1_000);
            line.hear("ben: line " + seconds);
        }
        line.hear("* guest-17 is now ana.", "* pong");
        line.say("one");
        for (int seconds = 0; seconds < 60; seconds++) {
            line.pass(1_000);
            line.hear("ben: line " + seconds);
        }
        line.hear("ana: one");
        line.session.end(line.nanos);
        assertThat(line.sent).last().isEqualTo("/leave\n");
        assertThat(line.session.notTaken()).isZero();
        assertThat(line.dials).isEqualTo(1);
    }

    @Test
    void aKeyThatHasChangedEndsIt() {
        FakeLine line = FakeLine.talking(true, false);
        line.fail(Trouble.LINE);
        line.pass(1_000);
        line.fail(Trouble.FOR_GOOD);
        assertThat(line.session.failure()).isEqualTo("It broke.");
    }

    @Test
    void whatWasPipedDoesNotWaitForeverForAServerThatIsGone() {
        FakeLine line = FakeLine.talking(true, true);
        line.fail(Trouble.LINE);
        line.say("one");
        line.session.end(line.nanos);
        for (int i = 0; i < 10 && !line.session.isOver(); i++) {
            line.pass(30_000);
            line.fail(Trouble.NOBODY);
        }
        assertThat(line.session.failure()).isEqualTo("It broke.");
        assertThat(line.session.notTaken()).isEqualTo(1);
    }

    @Test
    void itStopsAtOnceWhereverItIs() {
        FakeLine dialling = FakeLine.udp("ana", null);
        dialling.session.stop(dialling.nanos);
        assertThat(dialling.session.isOver()).isTrue();

        FakeLine talking = FakeLine.talking(false, false);
        talking.say("one");
        talking.session.stop(talking.nanos);
        assertThat(talking.sent).last().isEqualTo("/leave\n");
        assertThat(talking.session.notTaken()).isEqualTo(1);
        talking.pass(3_000);
        assertThat(talking.sent).filteredOn("/leave\n"::equals).hasSize(3);
        assertThat(talking.session.isOver()).isTrue();

        FakeLine waiting = FakeLine.talking(true, false);
        waiting.fail(Trouble.LINE);
        waiting.say("/leave");
        assertThat(waiting.session.isOver()).isTrue();
        assertThat(waiting.session.failure()).isNull();
    }

    /** Who has left over UDP, and whose good-bye was lost, is a stranger to the server. */
    @Test
    void aCodeAfterLeavingIsAGoodBye() {
        FakeLine line = FakeLine.talking(false, false);
        line.say("/leave");
        line.hear("To join, send: 333 444");
        assertThat(line.session.isOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aThousandLinesArePacedAsTheServerAllows(boolean ordered) {
        FakeLine line = FakeLine.talking(ordered, true);
        FakeAllowance server = new FakeAllowance(line.nanos);
        for (int i = 0; i < 1_000; i++) {
            while (line.session.waiting() >= 10) {
                line.pass(1);
                answer(line, server);
            }
            line.say("line " + i);
            answer(line, server);
        }
        line.session.end(line.nanos);
        while (!line.sent.contains("/leave\n")) {
            line.pass(1);
            answer(line, server);
        }
        assertThat(line.session.notTaken()).isZero();
        assertThat(line.shown).filteredOn(ChatEvent::own).hasSize(1_000);
    }

    private static void answer(FakeLine line, FakeAllowance server) {
        List<String> sent = List.copyOf(line.sent);
        line.sent.removeIf(lines -> !lines.equals("/leave\n"));
        for (String lines : sent) {
            if (lines.equals("/ping\n")) {
                line.hear("* pong");
            } else if (!lines.equals("/leave\n") && server.take(line.nanos)) {
                line.hear("ana: " + lines.strip());
            }
        }
    }

    @Test
    void aServerThatTalksNonsenseMakesNothingWorse() {
        FakeLine line = FakeLine.udp("ana", null);
        line.open();
        for (int i = 0; i < 10_000; i++) {
            line.hear(
                    "To join, send: " + (100_000 + i),
                    "* pong",
                    "garbage",
                    "[99:99:99Z] x: y",
                    "* You are",
                    "* x is now y.");
        }
        assertThat(line.sent).hasSizeLessThan(50);
        assertThat(line.dials).isEqualTo(1);
    }
}
