package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

class HandshakeTest {
    private static final long MILLI = 1_000_000;
    private static final long START_NANOS = -3_000_000_000L;
    private static final long TRANSFER = 11;
    private static final long NONCE = 22;
    private static final byte[] COOKIE = new byte[Cookie.COOKIE_BYTES];

    @Test
    void asksWithALargeAndASmallHelloAtOnce() {
        assertThat(helloBytes(handshake(65_507), 0)).containsExactly(1_472, 1_200);
    }

    @Test
    void asksWithNoMoreThanTheHostCanSendWhole() {
        assertThat(helloBytes(handshake(1_400), 0)).containsExactly(1_400, 1_200);
        assertThat(helloBytes(handshake(1_200), 0)).containsExactly(1_200);
    }

    @Test
    void repeatsTheHelloEverLaterAndAfterThreeTimesOnlyTheSmallOne() {
        Handshake handshake = handshake(65_507);
        helloBytes(handshake, 0);
        assertThat(helloBytes(handshake, 499)).isEmpty();
        assertThat(helloBytes(handshake, 500)).containsExactly(1_472, 1_200);
        assertThat(helloBytes(handshake, 1_499)).isEmpty();
        assertThat(helloBytes(handshake, 1_500)).containsExactly(1_472, 1_200);
        assertThat(helloBytes(handshake, 3_500)).containsExactly(1_200);
        assertThat(helloBytes(handshake, 5_499)).isEmpty();
        assertThat(helloBytes(handshake, 5_500)).containsExactly(1_200);
    }

    @Test
    void opensAsSoonAsTheCookieIsThereAndRepeatsThatByTheRoundTrip() {
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        assertThat(handshake.isAsked()).isFalse();
        handshake.take(cookie(1_472, false), at(70));
        assertThat(handshake.roundTripNanos()).isEqualTo(70 * MILLI);
        assertThat(handshake.provenBytes()).isEqualTo(1_472);
        assertThat(handshake.wakeNanos()).isEqualTo(at(70));

        assertThat(said(handshake, 70)).hasOnlyElementsOfType(Open.class).hasSize(1);
        assertThat(handshake.isAsked()).isTrue();
        assertThat(handshake.wakeNanos()).isEqualTo(at(210));
        assertThat(said(handshake, 210)).hasOnlyElementsOfType(Open.class).hasSize(1);
    }

    @Test
    void learnsFromTheLargeHellosCookieThoughTheSmallOnesCameFirst() {
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        handshake.take(cookie(1_200, false), at(70));
        assertThat(handshake.provenBytes()).isEqualTo(1_200);
        handshake.take(cookie(1_472, false), at(71));
        assertThat(handshake.provenBytes()).isEqualTo(1_472);
        assertThat(handshake.roundTripNanos()).isEqualTo(70 * MILLI);
    }

    @Test
    void saysNoMoreOnceItIsAnswered() {
        Handshake handshake = open();
        handshake.take(new Accept(TRANSFER, COOKIE, 1_472, FileFacts.NONE, 4, List.of()), at(150));
        assertThat(handshake.accept()).isNotNull();
        assertThat(said(handshake, 60_000)).isEmpty();
    }

    @Test
    void takesNoAnswerThatIsAnothers() {
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        handshake.take(new Cookie(Wire.VERSION, NONCE + 1, 1_472, false, COOKIE), at(10));
        handshake.take(new Fail(TRANSFER + 1, Reason.BUSY, ""), at(10));
        handshake.take(new Versions(NONCE + 1, List.of(9)), at(10));
        assertThat(said(handshake, 10)).isEmpty();
        assertThat(handshake.fail()).isNull();
    }

    @Test
    void asksForAFreshCookieInPlaceOfAStaleOne() {
        Handshake handshake = open();
        handshake.take(new Fail(TRANSFER, Reason.STALE_COOKIE, ""), at(150));
        assertThat(handshake.fail()).isNull();
        assertThat(helloBytes(handshake, 150)).contains(1_200);
    }

    @Test
    void givesUpWhereEveryCookieIsStale() {
        Handshake handshake = handshake(65_507);
        for (int i = 0; i < 5; i++) {
            assertThat(handshake.fail()).isNull();
            said(handshake, 100 * i);
            handshake.take(cookie(1_200, false), at(100 * i + 50));
            said(handshake, 100 * i + 50);
            handshake.take(new Fail(TRANSFER, Reason.STALE_COOKIE, ""), at(100 * i + 100));
        }
        assertThat(handshake.fail().reason()).isEqualTo(Reason.STALE_COOKIE);
    }

    @Test
    void failsWhereTheServerWantsATokenAndThereIsNone() {
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        handshake.take(cookie(1_472, true), at(70));
        assertThat(handshake.fail().reason()).isEqualTo(Reason.TOKEN);
        assertThat(said(handshake, 70)).isEmpty();
    }

    @Test
    void failsWhereTheServerSpeaksOtherVersions() {
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        handshake.take(new Versions(NONCE, List.of(7, 8)), at(70));
        assertThat(handshake.fail().reason()).isEqualTo(Reason.PROTOCOL);
    }

    @Test
    void opensAtOnceWithTheCookieOfTheLastTransfer() {
        Handshake handshake = handshake(65_507);
        handshake.knows(COOKIE, 1_472, 30 * MILLI);
        assertThat(said(handshake, 0)).hasOnlyElementsOfType(Open.class).hasSize(1);
        assertThat(handshake.wakeNanos()).isEqualTo(at(60));
        assertThat(handshake.provenBytes()).isEqualTo(1_472);
    }

    private static Handshake open() {
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        handshake.take(cookie(1_472, false), at(70));
        said(handshake, 70);
        return handshake;
    }

    private static Handshake handshake(int limitBytes) {
        Handshake.OpenRequest request =
                new Handshake.OpenRequest(Kind.GET, false, false, FileFacts.NONE, 4, 0, "notes.txt", List.of(), null);
        return new Handshake(TRANSFER, NONCE, request, limitBytes, START_NANOS);
    }

    private static Cookie cookie(int seenBytes, boolean wantsToken) {
        return new Cookie(Wire.VERSION, NONCE, seenBytes, wantsToken, COOKIE);
    }

    private static List<Integer> helloBytes(Handshake handshake, long millis) {
        return said(handshake, millis).stream()
                .map(message -> ((Hello) message).datagramBytes())
                .toList();
    }

    private static List<Message> said(Handshake handshake, long millis) {
        List<Message> said = new ArrayList<>();
        ByteBuf out = Unpooled.buffer();
        while (handshake.poll(out.clear(), at(millis)) > 0) {
            said.add(Wire.decode(out));
        }
        return said;
    }

    private static long at(long millis) {
        return START_NANOS + millis * MILLI;
    }
}
