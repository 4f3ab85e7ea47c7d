package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import paloma.server.config.FilesSettings;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Wire;

/** Which Opens are worth a key agreement, by a clock that the test tells. */
class AdmissionControlTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Request GET = ClientConnection.get("one");
    private static final byte[] RIGHT = "token number 3".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WRONG = "sesame".getBytes(StandardCharsets.US_ASCII);

    private final FilesCounts counts = new FilesCounts();

    /** Fixed, as the serials: a few of all cookies are taken for used ones, and their clients ask again. */
    private final X25519.KeyPair key = X25519.KeyPair.of(new byte[X25519.BYTES]);

    private int serial;
    private AdmissionControl admission = admission(List.of());
    private long now = 7;
    private long aheadMillis;

    @Test
    void aStrangerMayTryTwentyTimesAtOnceAndThenTenTimesASecond() {
        assertThat(admittedStrangers(source(1), 1_000)).isEqualTo(20);
        assertThat(counts.refusedHandshakes.sum()).isEqualTo(980);
        for (int second = 0; second < 5; second++) {
            now += SECOND;
            assertThat(admittedStrangers(source(1), 100)).isEqualTo(10);
        }
    }

    @Test
    void allStrangersMayTryAHundredTimesAtOnceAndThenTwoHundredTimesASecond() {
        assertThat(admittedEach(1_000)).isEqualTo(100);
        assertThat(counts.refusedHandshakes.sum()).isEqualTo(900);
        int admitted = 0;
        for (int tenth = 0; tenth < 50; tenth++) {
            now += SECOND / 10;
            admitted += admittedEach(100);
        }
        assertThat(admitted).isBetween(5 * 200 - 1, 5 * 200);
    }

    @Test
    void aFloodOfOneSourceLeavesRoomForOthers() {
        assertThat(admittedStrangers(source(1), 10_000)).isEqualTo(20);
        assertThat(admittedStrangers(source(2), 1)).isEqualTo(1);
    }

    @Test
    void aFloodOfStrangersLeavesRoomForThoseWhoHaveOpenedBefore() {
        admittedEach(1_000);
        assertThat(objection(stranger(source(9_999)), source(9_999))).isEqualTo(Hint.Why.TOO_MANY);
        assertThat(objection(client(source(9_999)), source(9_999))).isNull();
    }

    @Test
    void whoHasOpenedBeforeMayTryMoreOften() {
        int admitted = 0;
        for (int i = 0; i < 1_000; i++) {
            admitted += objection(client(source(1)), source(1)) == null ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(100);
        assertThat(counts.refusedHandshakes.sum()).isEqualTo(900);
        admitted = 0;
        for (int tenth = 0; tenth < 10; tenth++) {
            now += SECOND / 10;
            for (int i = 0; i < 100; i++) {
                admitted += objection(client(source(1)), source(1)) == null ? 1 : 0;
            }
        }
        assertThat(admitted).isBetween(399, 400);
    }

    @Test
    void aCookieThatIsNotGoodCostsNobodyAnything() {
        Open used = stranger(source(1));
        assertThat(objection(used, source(1))).isNull();
        for (int i = 0; i < 10_000; i++) {
            assertThat(objection(used, source(1))).isEqualTo(Hint.Why.STALE_COOKIE);
        }
        assertThat(counts.badCookies.sum()).isEqualTo(10_000);
        assertThat(admittedStrangers(source(1), 100)).isEqualTo(19);
    }

    /** It took its turn, and need not ask again for a proof of its address. */
    @Test
    void aCookieIsUsedOnlyByWhomItLetsIn() {
        admittedStrangers(source(1), 20);
        Open waiting = stranger(source(1));
        assertThat(objection(waiting, source(1))).isEqualTo(Hint.Why.TOO_MANY);
        now += SECOND;
        assertThat(objection(waiting, source(1))).isNull();
        assertThat(objection(waiting, source(1))).isEqualTo(Hint.Why.STALE_COOKIE);
    }

    @Test
    void aCookieOfOneReplicaLetsInAtAnotherWithThatKey() {
        Open stranger = stranger(source(1), RIGHT);
        Open client = client(source(1));
        AdmissionControl first = admission;
        admission = admission(List.of());
        for (int i = 0; i < 9; i++) {
            aheadMillis = i * 1_000;
            assertThat(objection(stranger(source(1)), source(1))).isNull();
        }
        assertThat(objection(stranger, source(1))).isNull();
        assertThat(objection(client, source(1))).isNull();
        assertThat(objection(stranger, source(1))).isEqualTo(Hint.Why.STALE_COOKIE);
        assertThat(objection(client, source(1))).isEqualTo(Hint.Why.STALE_COOKIE);
        admission = first;
        assertThat(objection(stranger, source(1))).as("once at each").isNull();
        assertThat(objection(stranger, source(1))).isEqualTo(Hint.Why.STALE_COOKIE);
    }

    @Test
    void aReplicaReadsTheOpenOfACookieThatAnotherGave() {
        admission = admission(List.of(RIGHT));
        Open open = stranger(source(1), RIGHT);
        admission = admission(List.of(RIGHT));
        assertThat(objection(open, source(1))).isNull();
        assertThat(admission.handshake(open).request()).isEqualTo(GET);
    }

    /** Ten seconds apart, at most; beyond that each server's own cookies are as good as ever. */
    @Test
    void whereClocksAreTooFarApartAClientAsksOnceMore() {
        aheadMillis = 10_001;
        Open ahead = stranger(source(1));
        aheadMillis = 0;
        admission = admission(List.of());
        assertThat(objection(ahead, source(1))).isEqualTo(Hint.Why.STALE_COOKIE);
        assertThat(objection(stranger(source(1)), source(1))).isNull();
    }

    @Test
    void takesNoOtherVersionAndNoOtherSuite() {
        Open open = stranger(source(1));
        assertThat(objection(
                        new Open(1, 1, 1, open.nonce(), open.seenBytes(), open.cookie(), open.noise(), open.check()),
                        source(1)))
                .isEqualTo(Hint.Why.STALE_COOKIE);
        open = stranger(source(1));
        assertThat(objection(
                        new Open(1, 2, 2, open.nonce(), open.seenBytes(), open.cookie(), open.noise(), open.check()),
                        source(1)))
                .isEqualTo(Hint.Why.STALE_COOKIE);
    }

    @Test
    void eachOfEightTokensIsRight() {
        List<byte[]> tokens = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tokens.add(("token number " + i).getBytes(StandardCharsets.US_ASCII));
        }
        admission = admission(tokens);
        for (byte[] token : tokens) {
            Open open = stranger(source(1), token);
            assertThat(objection(open, source(1))).isNull();
            assertThat(admission.handshake(open).request()).isEqualTo(GET);
        }
        assertThat(objection(stranger(source(1), WRONG), source(1))).isEqualTo(Hint.Why.TOKEN);
        assertThat(objection(stranger(source(1)), source(1))).isEqualTo(Hint.Why.TOKEN);
        assertThat(counts.badTokens.sum()).isEqualTo(2);
    }

    @Test
    void wrongTokensSlowTheirSourceAndNobodyElse() {
        admission = admission(List.of(RIGHT));
        for (int i = 0; i < 10; i++) {
            assertThat(objection(stranger(source(1), WRONG), source(1))).isEqualTo(Hint.Why.TOKEN);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(objection(stranger(source(1), WRONG), source(1))).isEqualTo(Hint.Why.TOO_MANY);
        }
        assertThat(counts.badTokens.sum()).as("guesses that were looked at").isEqualTo(10);
        assertThat(counts.refusedHandshakes.sum()).isEqualTo(1_000);
        assertThat(objection(stranger(source(1), RIGHT), source(1))).isEqualTo(Hint.Why.TOO_MANY);
        assertThat(objection(stranger(source(2), RIGHT), source(2))).isNull();

        now += SECOND;
        assertThat(objection(stranger(source(1), RIGHT), source(1))).isNull();
        assertThat(objection(stranger(source(1), WRONG), source(1))).isEqualTo(Hint.Why.TOKEN);
        assertThat(objection(stranger(source(1), WRONG), source(1))).isEqualTo(Hint.Why.TOO_MANY);
    }

    /** A client sends its first Open twice. */
    @Test
    void theSameOpenTwiceIsOneGuess() {
        admission = admission(List.of(RIGHT));
        for (int i = 0; i < 10; i++) {
            Open wrong = stranger(source(1), WRONG);
            assertThat(objection(wrong, source(1))).isEqualTo(Hint.Why.TOKEN);
            assertThat(objection(wrong, source(1))).isEqualTo(i < 9 ? Hint.Why.TOKEN : Hint.Why.TOO_MANY);
            assertThat(admission.wrongToken(wrong, source(1), now))
                    .as("another guess")
                    .isFalse();
        }
        assertThat(counts.badTokens.sum()).isEqualTo(10);
    }

    /** Thousands guess: who knows the token is let in as before. */
    @Test
    void guessesUseUpNothingOfTheHandshakes() {
        admission = admission(List.of(RIGHT));
        for (int i = 0; i < 5_000; i++) {
            objection(stranger(source(10 + i), WRONG), source(10 + i));
        }
        assertThat(objection(stranger(source(1), RIGHT), source(1))).isNull();
    }

    /** Without the check that only who knows the token can make, nothing is computed. */
    @Test
    void anOpenThatIsSealedForTheTokenButNotCheckedIsRefused() {
        admission = admission(List.of(RIGHT));
        Open open = stranger(source(1), RIGHT);
        assertThat(objection(open.with(open.noise(), new byte[Open.CHECK_BYTES]), source(1)))
                .isEqualTo(Hint.Why.TOKEN);
    }

    @Test
    void knowsOtherTokensOnceItIsToldSo() {
        admission = admission(List.of(RIGHT));
        admission.know(List.of(WRONG));
        assertThat(objection(stranger(source(1), RIGHT), source(1))).isEqualTo(Hint.Why.TOKEN);
        assertThat(objection(stranger(source(1), WRONG), source(1))).isNull();
    }

    private int admittedEach(int sources) {
        int admitted = 0;
        for (int i = 0; i < sources; i++) {
            admitted += admittedStrangers(source(i), 1);
        }
        return admitted;
    }

    private int admittedStrangers(InetSocketAddress source, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            Hint.Why objection = objection(stranger(source), source);
            assertThat(objection).isIn(null, Hint.Why.TOO_MANY);
            admitted += objection == null ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void setsNoRateToASourceThatHasNone() {
        for (int i = 0; i < 500; i++) {
            assertThat(admission.objection(stranger(source(1)), source(1), true, now))
                    .isNull();
        }
        assertThat(objection(stranger(source(2)), source(2)))
                .as("it took nobody's share")
                .isNull();
    }

    private Hint.Why objection(Open open, InetSocketAddress source) {
        Hint.Why objection = admission.objection(open, source, false, now);
        if (objection == Hint.Why.TOKEN) {
            admission.wrongToken(open, source, now);
        }
        return objection;
    }

    /** With a fresh cookie, and nothing in it: what it says is not looked at. */
    private Open stranger(InetSocketAddress source) {
        return bare(cookie(source).cookie());
    }

    private Open stranger(InetSocketAddress source, byte[] token) {
        return new ClientConnection(1).open(cookie(source), GET, token);
    }

    private Open client(InetSocketAddress source) {
        return bare(admission.nextCookie(source, bare(new byte[Cookie.COOKIE_BYTES])));
    }

    private static Open bare(byte[] cookie) {
        return new Open(
                1, Wire.VERSION, Wire.SUITE, 42, Hello.MIN_BYTES, cookie, new byte[48], new byte[Open.CHECK_BYTES]);
    }

    private Cookie cookie(InetSocketAddress source) {
        return admission.cookie(new Hello(Wire.VERSION, 42, Hello.MIN_BYTES), source);
    }

    private AdmissionControl admission(List<byte[]> tokens) {
        FilesSettings plain = TestServer.settings(Path.of("unused"));
        FilesSettings settings = new FilesSettings(
                plain.folder(),
                tokens,
                null,
                plain.transfers(),
                plain.transfersPerSource(),
                plain.memoryBytes(),
                plain.limits(),
                plain.idleNanos(),
                plain.keepNanos());
        serial += 1 << 20; // another replica
        Cookies cookies = new Cookies(key, serial);
        return new AdmissionControl(
                settings, key, cookies, new Slots(4, 2), new ServerTransfers(), counts, this::clock);
    }

    private Instant clock() {
        return Instant.ofEpochMilli(1_795_334_504_007L + TimeUnit.NANOSECONDS.toMillis(now) + aheadMillis);
    }

    private static InetSocketAddress source(int number) {
        return new InetSocketAddress(
                "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255), 40_000);
    }
}
