package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.FakeUdp;
import paloma.transfer.Handshake;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.IncomingText;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.RequestFlags;

/** From the first datagram to the end, against a server of a few lines. */
class TransferTest {
    private static final FileFacts FACTS = new FileFacts(5_000, 0644, 0);

    private final ExecutorService disk = Executors.newFixedThreadPool(2);
    private static final Grant GRANT = new Grant(new byte[Cookie.COOKIE_BYTES], 1_472, FACTS, 1, List.of(), false);
    private static final byte[] TOKEN = "pigeons know the way".getBytes(StandardCharsets.US_ASCII);

    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> accepted = new LinkedBlockingQueue<>();
    private FakeFilesServer files;
    private FakeUdp server;
    private TransferSocket socket;
    private TransferContext context;

    @AfterEach
    void close() {
        socket.close();
        disk.shutdownNow();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void opensAndLearnsWhatTheFileIs() throws Exception {
        BlockingQueue<FileFacts> facts = new LinkedBlockingQueue<>();
        connect(request -> GRANT);
        start(get(told -> {
            facts.add(told);
            return IncomingText.open(told, 10_000);
        }));

        assertThat(facts.poll(20, TimeUnit.SECONDS)).isEqualTo(FACTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void knowsWhetherTheServerIsAsPoliteAsItWasAskedToBe(boolean knowsPolite) throws Exception {
        BlockingQueue<FileFacts> facts = new LinkedBlockingQueue<>();
        connect(request -> new Grant(
                GRANT.cookie(),
                1_472,
                FACTS,
                1,
                List.of(),
                knowsPolite && request.flags().polite()));
        GetTransfer polite = get(
                told -> {
                    facts.add(told);
                    return IncomingText.open(told, 10_000);
                },
                RequestFlags.NONE.withPolite(true),
                null);
        start(polite);
        assertThat(facts.poll(20, TimeUnit.SECONDS)).isEqualTo(FACTS);

        Tally tally = new Tally();
        socket.loop().submit(() -> polite.count(tally)).get(20, TimeUnit.SECONDS);
        assertThat(tally.copy().isRude).isEqualTo(!knowsPolite);
    }

    @Test
    void endsWithWhatTheServerSays() throws Exception {
        connect(request -> new Fail(Reason.QUOTA, "no more room here"));
        start(get(told -> null));

        assertThat(outcome()).isEqualTo(new Outcome(Outcome.How.REFUSED, Reason.QUOTA, "no more room here"));
    }

    @Test
    void endsAtOnceWhereNobodyListens() throws Exception {
        connect(FakeUdp.freePort());
        start(get(told -> null));

        assertThat(outcome().how()).isEqualTo(Outcome.How.NOBODY);
    }

    @Test
    void stopsBeforeTheServerHasAnswered() throws Exception {
        connect(request -> null);
        Transfer transfer = get(told -> null);
        start(transfer);
        socket.loop().execute(transfer::stop);

        assertThat(outcome()).isEqualTo(Outcome.of(Outcome.How.STOPPED));
    }

    @Test
    void tellsTheServerThatItIsStopped() throws Exception {
        connect(request -> GRANT);
        Transfer transfer = fake(FakeTask.Step.NONE);
        start(transfer);
        assertThat(accepted.poll(20, TimeUnit.SECONDS)).isNotNull();
        socket.loop().execute(transfer::stop);

        assertThat(outcome()).isEqualTo(Outcome.of(Outcome.How.STOPPED));
        assertThat(failAtServer().reason()).isEqualTo(Reason.STOPPED);
    }

    @Test
    void aBugWhileTheFileIsOpenedEndsItAndTellsTheServer() throws Exception {
        connect(request -> GRANT);
        start(get(told -> {
            throw new StackOverflowError("open");
        }));

        assertThat(outcome().bug()).isInstanceOf(StackOverflowError.class).hasMessage("open");
        assertThat(failAtServer().reason()).isEqualTo(Reason.OTHER);
    }

    @Test
    void aBugWhileAMessageIsTakenEndsItAndTellsTheServer() throws Exception {
        connect(request -> GRANT);
        start(fake(transfer -> transfer.acceptedBug = new NoClassDefFoundError("accept")));

        assertThat(outcome().bug()).isInstanceOf(NoClassDefFoundError.class);
        assertThat(failAtServer().reason()).isEqualTo(Reason.OTHER);
    }

    @Test
    void aBugWhileItIsReleasedEndsItAllTheSame() throws Exception {
        connect(request -> null);
        start(fake(transfer -> {
            transfer.letGoBug = new IllegalStateException("let go");
            transfer.stop();
        }));

        assertThat(outcome().bug()).hasMessage("let go");
    }

    @Test
    void aHintWhileTheServerIsHeardChangesNothing() throws Exception {
        connect(request -> GRANT);
        Transfer transfer = fake(FakeTask.Step.NONE);
        start(transfer);
        assertThat(accepted.poll(20, TimeUnit.SECONDS)).isNotNull();
        for (Hint.Why why : Hint.Why.values()) {
            hint(transfer, why, 0);
        }

        assertThat(outcomes).isEmpty();
    }

    @Test
    void aHintAfterASilenceLeadsToANewConnection() throws Exception {
        connect(request -> GRANT);
        Transfer transfer = fake(FakeTask.Step.NONE);
        start(transfer);
        assertThat(accepted.poll(20, TimeUnit.SECONDS)).isNotNull();
        hint(transfer, Hint.Why.UNKNOWN_CONNECTION, TimeUnit.SECONDS.toNanos(2));

        assertThat(outcome().isForgotten()).isTrue();
    }

    @Test
    void thatTheTokenIsWrongIsBelievedWhereItIsSaidEachTime() throws Exception {
        connect(new FakeFilesServer("crows know another one".getBytes(StandardCharsets.US_ASCII), request -> GRANT));
        for (int told = 1; told < 3; told++) {
            start(getWith(TOKEN));
            assertThat(outcome().isForgotten()).as("try it again").isTrue();
        }
        start(getWith(TOKEN));

        assertThat(outcome())
                .isEqualTo(new Outcome(Outcome.How.REFUSED, Reason.TOKEN, "the token is wrong for this server"));
    }

    @Test
    void sealsWithTheToken() throws Exception {
        connect(new FakeFilesServer(TOKEN, request -> new Fail(Reason.NOT_FOUND, request.name())));
        start(getWith(TOKEN));

        assertThat(outcome()).isEqualTo(new Outcome(Outcome.How.REFUSED, Reason.NOT_FOUND, "x"));
    }

    @Test
    void tellsAServerThatAsksForNoTokenThatItMayNotBeTheOne() throws Exception {
        connect(request -> GRANT);
        start(getWith(TOKEN));

        Outcome outcome = outcome();
        assertThat(outcome.how()).isEqualTo(Outcome.How.FAILED);
        assertThat(outcome.words())
                .isEqualTo("The server asks for no token, so it need not be yours: if it is, leave --token-file out.");
    }

    @Test
    void saysNothingToAServerWithAKeyThatIsNotTrusted() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        connect(request -> {
            requests.incrementAndGet();
            return GRANT;
        });
        context = contextWith(new Doubter());
        start(get(told -> null));

        assertThat(outcome()).isEqualTo(new Outcome(Outcome.How.FAILED, Reason.SERVER_KEY, "not this key"));
        assertThat(requests).hasValue(0);
    }

    @Test
    void tellsWhichKeyWasProved() throws Exception {
        connect(request -> GRANT);
        BlockingQueue<byte[]> keys = new LinkedBlockingQueue<>();
        context = contextWith(new Doubter() {
            @Override
            public String refusal(byte[] serverKey) {
                return null;
            }

            @Override
            public void proved(byte[] serverKey) {
                keys.add(serverKey);
            }
        });
        start(fake(FakeTask.Step.NONE));

        assertThat(keys.poll(20, TimeUnit.SECONDS)).isEqualTo(files.key.publicKey());
    }

    @Test
    void endsOnce() throws Exception {
        connect(request -> GRANT);
        Transfer transfer = fake(one -> {
            one.done();
            one.stop();
            one.failed(Reason.OTHER, "too late");
        });
        start(transfer);

        assertThat(outcome()).isEqualTo(Outcome.DONE);
        socket.loop().submit(() -> {}).get(20, TimeUnit.SECONDS);
        assertThat(outcomes).isEmpty();
    }

    private void connect(Function<Request, Frame> answers) throws Exception {
        connect(new FakeFilesServer(null, answers));
    }

    private void connect(FakeFilesServer answering) throws Exception {
        files = answering;
        server = FakeUdp.answering(files::answers);
        connect(server.port());
    }

    private void connect(int port) throws Exception {
        socket = new TransferSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), disk);
        context = contextWith(AnyServer.TRUSTED);
    }

    private TransferContext contextWith(ServerTrust trust) {
        ChunkPool pool = new ChunkPool(64 * ChunkPool.MIN_SHARE, 16);
        return new TransferContext(
                socket, disk, pool, new SpareCookies(), new TokenHints(), trust, PathMemory.ofThisCommand());
    }

    /** Hears this hint when the server has been silent for so long. */
    private void hint(Transfer transfer, Hint.Why why, long silentNanos) throws Exception {
        Hint hint = new Hint(transfer.connection(), why);
        socket.loop()
                .submit(() -> transfer.take(hint, System.nanoTime() + silentNanos))
                .get(20, TimeUnit.SECONDS);
    }

    /** Trusts no server. */
    private static class Doubter implements ServerTrust {
        @Override
        public String refusal(byte[] serverKey) {
            return "not this key";
        }

        @Override
        public void proved(byte[] serverKey) {
            throw new AssertionError("it was refused");
        }
    }

    private void start(Transfer transfer) {
        socket.loop().execute(() -> transfer.start(outcomes::add));
    }

    private Outcome outcome() throws InterruptedException {
        return outcomes.poll(20, TimeUnit.SECONDS);
    }

    /** Waits for the Fail that ends what the server hears. */
    private Fail failAtServer() throws InterruptedException {
        Frame frame = files.heard.poll(20, TimeUnit.SECONDS);
        while (frame != null && !(frame instanceof Fail)) {
            frame = files.heard.poll(20, TimeUnit.SECONDS);
        }
        return (Fail) frame;
    }

    private GetTransfer get(GetTransfer.Target target) {
        return get(target, RequestFlags.NONE, null);
    }

    private GetTransfer getWith(byte[] token) {
        return get(told -> null, RequestFlags.NONE, token);
    }

    private GetTransfer get(GetTransfer.Target target, RequestFlags flags, byte[] token) {
        Handshake.OpenRequest request =
                new Handshake.OpenRequest(Kind.GET, flags, FileFacts.NONE, 4, 0, "x", List.of(), token);
        return new GetTransfer(context, request, context.resources(), target);
    }

    private Transfer fake(FakeTask.Step begun) {
        return new FakeTask.FakeTransfer(context, context.resources(), begun) {
            @Override
            void accepted(Grant grant, long now) {
                accepted.add("accepted");
                super.accepted(grant, now);
            }
        };
    }
}
