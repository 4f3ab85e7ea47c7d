package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.protection.ConnectionKeys;
import paloma.transfer.protection.Token;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.RequestFlags;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

class HandshakeTest {
    private static final long MILLI = 1_000_000;
    private static final long START_NANOS = -3_000_000_000L;
    private static final long CONNECTION = 11;
    private static final long NONCE = 22;
    private static final byte[] COOKIE = new byte[Cookie.COOKIE_BYTES];
    private static final byte[] NEXT_COOKIE = new byte[Cookie.COOKIE_BYTES];
    private static final byte[] TOKEN = new byte[32];

    static {
        Arrays.fill(NEXT_COOKIE, (byte) 0x55);
    }

    private final TestServer server = new TestServer();
    private Kind kind = Kind.PUT;
    private byte[] trusted;

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
    void repeatsTheHelloEverLaterAndAfterThreeTimesNoLargeOne() {
        Handshake handshake = handshake(65_507);
        helloBytes(handshake, 0);
        assertThat(helloBytes(handshake, 499)).isEmpty();
        assertThat(helloBytes(handshake, 500)).containsExactly(1_472, 1_200);
        assertThat(helloBytes(handshake, 1_499)).isEmpty();
        assertThat(helloBytes(handshake, 1_500)).containsExactly(1_472, 1_200);
        assertThat(helloBytes(handshake, 3_500)).containsExactly(576, 1_200);
        assertThat(helloBytes(handshake, 5_499)).isEmpty();
        assertThat(helloBytes(handshake, 5_500)).containsExactly(576, 1_200);
    }

    @Test
    void asksAgainAtOnceWhereTheFirstMayHaveGoneWhereNobodyIs() {
        Handshake handshake = handshake(65_507);
        helloBytes(handshake, 0);
        helloBytes(handshake, 500);
        handshake.repeat(at(900));
        assertThat(helloBytes(handshake, 900)).containsExactly(1_472, 1_200);
        assertThat(helloBytes(handshake, 1_399)).isEmpty();

        Handshake opening = opened(false, null);
        opening.repeat(at(100));
        assertThat(said(opening, 100)).hasOnlyElementsOfType(Open.class).hasSize(1);
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

    /** Without it the server can read nothing of the first flight: one that is lost would cost a put all that it has sent. */
    @Test
    void sendsTheFirstOpenTwiceAsSoonAsThePathIsKnownNotToBeThin() {
        Handshake handshake = opened(false, null);
        assertThat(said(handshake, 71)).isEmpty();
        handshake.take(cookie(1_200, false), at(72));
        assertThat(said(handshake, 72)).singleElement().isInstanceOf(Open.class);
        assertThat(said(handshake, 209)).isEmpty();
        assertThat(said(handshake, 210)).singleElement().isInstanceOf(Open.class);
    }

    @Test
    void sendsTheFirstOpenOnceWhereThePathIsThin() {
        Handshake handshake = opened(false, null);
        handshake.take(cookie(1_200, false), at(95));
        assertThat(said(handshake, 95)).isEmpty();
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
        Handshake handshake = opened(false, null);
        handshake.take(server.answer(grant()), at(150));
        assertThat(handshake.grant()).usingRecursiveComparison().isEqualTo(grant());
        assertThat(handshake.serverKey()).isEqualTo(server.key.publicKey());
        assertThat(said(handshake, 60_000)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothSidesHaveTheSameKeysAndTheRequestArrives(boolean wantsToken) {
        byte[] token = wantsToken ? TOKEN : null;
        Handshake handshake = opened(wantsToken, token);
        handshake.take(server.answer(grant()), at(150));

        assertThat(server.request.name()).isEqualTo("notes.txt");
        assertThat(handshake.keys().client()).isEqualTo(server.keys.client());
        assertThat(handshake.keys().server()).isEqualTo(server.keys.server());
        assertThat(handshake.earlyKey()).isEqualTo(server.keys.early());
        assertThat(List.of(handshake.keys().client(), handshake.keys().server(), handshake.earlyKey()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRefusalComesSealed() {
        Handshake handshake = opened(false, null);
        handshake.take(server.answer(new Fail(Reason.NAME, "no")), at(150));
        assertThat(handshake.fail()).isEqualTo(new Fail(Reason.NAME, "no"));
        assertThat(handshake.isTold()).isTrue();
    }

    @Test
    void anAcceptThatIsForgedIsAsIfItHadNeverCome() {
        Handshake handshake = opened(false, null);
        Accept accept = server.answer(grant());
        for (int bit = 0; bit < accept.noise().length * 8; bit += 7) {
            byte[] forged = accept.noise().clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            handshake.take(new Accept(CONNECTION, forged), at(150));
        }
        assertThat(handshake.grant()).isNull();
        assertThat(handshake.fail()).isNull();

        handshake.take(accept, at(151));
        assertThat(handshake.grant()).usingRecursiveComparison().isEqualTo(grant());
    }

    /** What was said in clear is the prologue: the server cannot read the Open where a bit of the Cookie was changed. */
    @Test
    void noBitOfTheCookieCanBeChanged() {
        byte[] bytes = cookie(1_472, false).bytes();
        for (int bit = 8; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (Wire.decode(Unpooled.wrappedBuffer(changed)) instanceof Cookie cookie) {
                Handshake handshake = handshake(65_507, null);
                said(handshake, 0);
                handshake.take(cookie, at(70));
                assertThat(said(handshake, 70).stream()
                                .anyMatch(sent -> sent instanceof Open open && server.reads(open)))
                        .as("bit %d", bit)
                        .isFalse();
            }
        }
    }

    @Test
    void noBitOfTheOpenCanBeChangedButThoseOfACheckThatNobodyWants() {
        Handshake handshake = handshake(65_507, null);
        said(handshake, 0);
        handshake.take(cookie(1_472, false), at(70));
        ByteBuf out = Unpooled.buffer();
        int length = handshake.poll(out, at(70));
        byte[] bytes = ByteBufUtil.getBytes(out);
        for (int bit = 8; bit < (length - Open.CHECK_BYTES) * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Message message = Wire.decode(Unpooled.wrappedBuffer(changed));
            assertThat(message instanceof Open open && server.reads(open))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(server.reads((Open) Wire.decode(Unpooled.wrappedBuffer(bytes))))
                .isTrue();
    }

    @Test
    void takesNoAnswerThatIsAnothers() {
        Handshake handshake = handshake(65_507, null);
        said(handshake, 0);
        handshake.take(server.cookie(NONCE + 1, 1_472, false), at(10));
        handshake.take(new Hint(CONNECTION + 1, Hint.Why.TOKEN), at(10));
        handshake.take(new Hint(CONNECTION, Hint.Why.TOKEN), at(10));
        handshake.take(new Versions(NONCE + 1, List.of(9)), at(10));
        assertThat(said(handshake, 10)).isEmpty();
        assertThat(handshake.fail()).isNull();
    }

    @Test
    void beginsAnewWhereTheCookieIsStale() {
        Handshake handshake = opened(false, null);
        handshake.take(new Hint(CONNECTION, Hint.Why.STALE_COOKIE), at(150));
        assertThat(handshake.fail()).as("at once").isNull();
        said(handshake, 210);
        assertThat(handshake.fail().reason()).isEqualTo(Reason.UNKNOWN_TRANSFER);
    }

    @ParameterizedTest
    @EnumSource
    void aHintThatIsForgedChangesNothing(Hint.Why why) {
        Handshake handshake = opened(false, null);
        handshake.take(new Hint(CONNECTION, why), at(100));
        handshake.take(server.answer(grant()), at(150));
        said(handshake, 5_000);
        assertThat(handshake.fail()).isNull();
        assertThat(handshake.grant()).usingRecursiveComparison().isEqualTo(grant());
    }

    @Test
    void beginsAnewWhereNobodyAnswersTheOpen() {
        Handshake handshake = opened(false, null);
        for (int millis = 70; handshake.fail() == null && millis < 60_000; millis += 10) {
            said(handshake, millis);
        }
        assertThat(handshake.fail().reason()).isEqualTo(Reason.UNKNOWN_TRANSFER);
    }

    @Test
    void goesOnWhereTooManyWantToOpenOrDataOvertookTheOpen() {
        Handshake handshake = opened(false, null);
        handshake.take(new Hint(CONNECTION, Hint.Why.TOO_MANY), at(100));
        handshake.take(new Hint(CONNECTION, Hint.Why.UNKNOWN_CONNECTION), at(100));
        assertThat(handshake.fail()).isNull();
        assertThat(said(handshake, 210)).hasOnlyElementsOfType(Open.class).hasSize(1);
    }

    @Test
    void failsWhereTheServerWantsATokenAndThereIsNone() {
        assertThat(reasonAfter(cookie(1_472, true), null)).isEqualTo(Reason.TOKEN);
    }

    /** Who has a token expects that the server knows it. */
    @Test
    void failsWhereThereIsATokenAndTheServerWantsNone() {
        assertThat(reasonAfter(cookie(1_472, false), TOKEN)).isEqualTo(Reason.TOKEN);
    }

    @Test
    void failsWhereTheServerSpeaksOtherVersions() {
        assertThat(reasonAfter(new Versions(NONCE, List.of(7, 8)), null)).isEqualTo(Reason.PROTOCOL);
    }

    @Test
    void failsWhereTheServersKeyIsNotTheOneThatIsExpected() {
        trusted = new byte[32];
        assertThat(reasonAfter(cookie(1_472, false), null)).isEqualTo(Reason.SERVER_KEY);
    }

    /** Anybody on the path can send a Cookie first. */
    @Test
    void aBadAnswerInClearGivesWayToAGoodOne() {
        trusted = server.key.publicKey();
        Handshake handshake = handshake(65_507, null);
        said(handshake, 0);
        handshake.take(new TestServer().cookie(NONCE, 1_472, false), at(70));
        handshake.take(new Versions(NONCE, List.of(1)), at(71));
        assertThat(handshake.fail()).isNull();

        handshake.take(cookie(1_472, false), at(72));
        handshake.take(server.reads(firstOpen(handshake)) ? server.answer(grant()) : null, at(150));
        said(handshake, 5_000);

        assertThat(handshake.fail()).isNull();
        assertThat(handshake.grant()).usingRecursiveComparison().isEqualTo(grant());
    }

    @Test
    void opensAtOnceWithTheCookieOfTheLastTransfer() {
        Handshake first = opened(false, null);
        first.take(server.answer(grant()), at(150));
        Handshake handshake = handshake(65_507, null);
        handshake.knows(first.nextCookie(), 1_472, 30 * MILLI, first.pair());
        Open open = firstOpen(handshake);
        assertThat(open.cookie()).isEqualTo(NEXT_COOKIE);
        assertThat(server.reads(open)).isTrue();
        assertThat(handshake.wakeNanos()).isEqualTo(at(60));
        assertThat(handshake.provenBytes()).isEqualTo(1_472);
    }

    /** An answer after half a second may be that to the first Hello: a round trip of a few milliseconds was no fact. */
    @Test
    void tellsNoRoundTripShorterThanItCanBeWhereAHelloWasRepeated() {
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        said(handshake, 500);
        handshake.take(cookie(1_472, false), at(510));
        assertThat(handshake.roundTripNanos()).isBetween(300 * MILLI, 510 * MILLI);
        handshake.take(cookie(1_200, false), at(663));
        assertThat(handshake.firstPackets(at(663))).isBetween(1, 6);
    }

    @Test
    void triesSmallHellosWhereOrdinaryOnesStayUnanswered() {
        Handshake handshake = handshake(1_200);
        for (int millis : new int[] {0, 500, 1_500}) {
            assertThat(helloBytes(handshake, millis)).containsExactly(1_200);
        }
        for (int millis : new int[] {3_500, 5_500, 7_500}) {
            assertThat(handshake.fail()).isNull();
            assertThat(helloBytes(handshake, millis)).containsExactly(576, 1_200);
            handshake.take(cookie(576, false), at(millis + 40));
        }
        assertThat(said(handshake, 8_100)).isEmpty();
        assertThat(handshake.fail().text()).contains("less than 1,200 bytes").contains("those of 576 were answered");
        assertThat(handshake.isTold()).isFalse();
    }

    /** Where much is lost, small ones may be answered and ordinary ones not, for a while. */
    @Test
    void goesOnWhereAnOrdinaryHelloIsAnsweredAfterSmallOnes() {
        Handshake handshake = handshake(1_200);
        for (int millis : new int[] {0, 500, 1_500, 3_500, 5_500, 7_500}) {
            said(handshake, millis);
        }
        for (int small = 0; small < 3; small++) {
            handshake.take(cookie(576, false), at(7_540));
        }
        handshake.take(cookie(1_200, false), at(7_900));
        assertThat(said(handshake, 9_000)).hasOnlyElementsOfType(Open.class).isNotEmpty();
        assertThat(handshake.fail()).isNull();
    }

    @Test
    void waitsForTheSecondAnswerBeforeAServerIsToSend() {
        kind = Kind.GET;
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        handshake.take(cookie(1_472, false), at(70));
        assertThat(said(handshake, 71)).isEmpty();
        handshake.take(cookie(1_200, false), at(72));
        assertThat(gentle(handshake, 72)).isFalse();
        assertThat(handshake.firstPackets(at(72))).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksAServerToBeginGentlyWhereTheSecondAnswerIsLateOrLost(boolean comes) {
        kind = Kind.GET;
        Handshake handshake = handshake(65_507);
        said(handshake, 0);
        handshake.take(cookie(1_472, false), at(70));
        assertThat(handshake.wakeNanos()).isBetween(at(80), at(110));
        if (comes) {
            handshake.take(cookie(1_200, false), at(223));
        }
        assertThat(gentle(handshake, 223)).isTrue();
        assertThat(handshake.firstPackets(at(223))).isBetween(1, 6);
    }

    private boolean gentle(Handshake handshake, long millis) {
        Open open = (Open) said(handshake, millis).get(0);
        cookie(1_472, false); // that was the first to come
        assertThat(server.reads(open)).isTrue();
        return server.request.flags().gentle();
    }

    private Reason reasonAfter(Message bad, byte[] token) {
        Handshake handshake = handshake(65_507, token);
        said(handshake, 0);
        handshake.take(bad, at(70));
        assertThat(handshake.fail()).as("at once").isNull();
        assertThat(said(handshake, 600)).doesNotHaveAnyElementsOfTypes(Open.class);
        return handshake.fail().reason();
    }

    private Handshake opened(boolean wantsToken, byte[] token) {
        Handshake handshake = handshake(65_507, token);
        said(handshake, 0);
        handshake.take(cookie(1_472, wantsToken), at(70));
        assertThat(server.reads((Open) said(handshake, 70).get(0))).isTrue();
        return handshake;
    }

    private static Open firstOpen(Handshake handshake) {
        ByteBuf out = Unpooled.buffer();
        handshake.poll(out, handshake.wakeNanos());
        return (Open) Wire.decode(out);
    }

    private Handshake handshake(int limitBytes) {
        return handshake(limitBytes, null);
    }

    private Handshake handshake(int limitBytes, byte[] token) {
        Handshake.OpenRequest request =
                new Handshake.OpenRequest(kind, RequestFlags.NONE, FileFacts.NONE, 4, 0, "notes.txt", List.of(), token);
        ServerKeyCheck keys = key -> trusted == null || Arrays.equals(key, trusted) ? null : "It has changed.";
        Offload here = new Offload() {
            @Override
            public <T> void run(Supplier<T> work, Consumer<T> next) {
                next.accept(work.get());
            }
        };
        return new Handshake(CONNECTION, NONCE, request, keys, here, limitBytes, START_NANOS);
    }

    private Cookie cookie(int seenBytes, boolean wantsToken) {
        return server.cookie(NONCE, seenBytes, wantsToken);
    }

    private static Grant grant() {
        return new Grant(NEXT_COOKIE, 1_472, FileFacts.NONE, 4, List.of(), false);
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

    /** The other side, as far as the handshake goes. */
    private static final class TestServer {
        private final X25519.KeyPair key = X25519.KeyPair.random();
        private HandshakeState noise;
        private byte[] earlyKey;
        private boolean wantsToken;
        private int seen;
        private Request request;
        private ConnectionKeys keys;

        Cookie cookie(long nonce, int seenBytes, boolean isTokenWanted) {
            wantsToken = isTokenWanted;
            seen = seenBytes;
            return new Cookie(
                    Wire.VERSION,
                    nonce,
                    seenBytes,
                    isTokenWanted,
                    COOKIE,
                    key.publicKey(),
                    List.of(Wire.VERSION),
                    List.of(Wire.SUITE));
        }

        /** Returns whether the first message can be read; what it asks for is {@code request} then. */
        boolean reads(Open open) {
            boolean isOurs = Arrays.equals(open.cookie(), COOKIE) || Arrays.equals(open.cookie(), NEXT_COOKIE);
            if (!isOurs || open.nonce() != NONCE || open.seenBytes() != seen) {
                return false; // the cookie is bound to both
            }
            Token token = wantsToken ? new Token(TOKEN) : null;
            if (token != null && !token.isRight(open)) {
                return false;
            }
            Cookie answered = cookie(open.nonce(), open.seenBytes(), wantsToken);
            noise = HandshakeState.responder(
                    open.prologue(answered), token == null ? null : token.psk(), key, X25519.KeyPair.random());
            byte[] payload = noise.readMessage(open.noise());
            if (payload != null) {
                earlyKey = ConnectionKeys.early(noise);
                request = (Request) Frame.decode(Unpooled.wrappedBuffer(payload));
            }
            return payload != null;
        }

        Accept answer(Frame frame) {
            ByteBuf payload = Unpooled.buffer();
            Frame.encode(frame, payload);
            byte[] message = noise.writeMessage(ByteBufUtil.getBytes(payload));
            keys = ConnectionKeys.of(earlyKey, noise);
            return new Accept(CONNECTION, message);
        }
    }
}
