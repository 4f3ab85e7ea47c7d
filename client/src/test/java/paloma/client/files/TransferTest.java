package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.client.FakeUdp;
import paloma.transfer.Handshake;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.IncomingText;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** From the first datagram to the end, against a server of a few lines. */
class TransferTest {
    private static final FileFacts FACTS = new FileFacts(5_000, 0644, 0);

    private final ExecutorService disk = Executors.newFixedThreadPool(2);
    private final BlockingQueue<Fail> failsAtServer = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> accepted = new LinkedBlockingQueue<>();
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
        connect(this::accept);
        start(get(told -> {
            facts.add(told);
            return IncomingText.open(told, 10_000);
        }));

        assertThat(facts.poll(20, TimeUnit.SECONDS)).isEqualTo(FACTS);
    }

    @Test
    void endsWithWhatTheServerSays() throws Exception {
        connect(message -> message instanceof Open open
                ? new Fail(open.transfer(), Reason.QUOTA, "no more room here")
                : cookie(message));
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
        connect(message -> null);
        Transfer transfer = get(told -> null);
        start(transfer);
        socket.loop().execute(transfer::stop);

        assertThat(outcome()).isEqualTo(Outcome.of(Outcome.How.STOPPED));
    }

    @Test
    void tellsTheServerThatItIsStopped() throws Exception {
        connect(this::accept);
        Transfer transfer = fake(FakeTask.Step.NONE);
        start(transfer);
        assertThat(accepted.poll(20, TimeUnit.SECONDS)).isNotNull();
        socket.loop().execute(transfer::stop);

        assertThat(outcome()).isEqualTo(Outcome.of(Outcome.How.STOPPED));
        assertThat(failAtServer().reason()).isEqualTo(Reason.STOPPED);
    }

    @Test
    void aBugWhileTheFileIsOpenedEndsItAndTellsTheServer() throws Exception {
        connect(this::accept);
        start(get(told -> {
            throw new StackOverflowError("open");
        }));

        assertThat(outcome().bug()).isInstanceOf(StackOverflowError.class).hasMessage("open");
        assertThat(failAtServer().reason()).isEqualTo(Reason.OTHER);
    }

    @Test
    void aBugWhileAMessageIsTakenEndsItAndTellsTheServer() throws Exception {
        connect(this::accept);
        start(fake(transfer -> transfer.acceptedBug = new NoClassDefFoundError("accept")));

        assertThat(outcome().bug()).isInstanceOf(NoClassDefFoundError.class);
        assertThat(failAtServer().reason()).isEqualTo(Reason.OTHER);
    }

    @Test
    void aBugWhileItIsReleasedEndsItAllTheSame() throws Exception {
        connect(message -> null);
        start(fake(transfer -> {
            transfer.letGoBug = new IllegalStateException("let go");
            transfer.stop();
        }));

        assertThat(outcome().bug()).hasMessage("let go");
    }

    @Test
    void endsOnce() throws Exception {
        connect(this::accept);
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

    private interface Server {
        /** Returns the answer, or null for none. */
        Message answer(Message message);
    }

    private void connect(Server answers) throws Exception {
        server = FakeUdp.answering(bytes -> {
            Message message = Wire.decode(Unpooled.wrappedBuffer(bytes));
            if (message instanceof Fail fail) {
                failsAtServer.add(fail);
            }
            Message answer = message == null ? null : answers.answer(message);
            return answer == null ? List.of() : List.of(encoded(answer));
        });
        connect(Integer.parseInt(server.host().replaceFirst(".*:", "")));
    }

    private void connect(int port) throws Exception {
        socket = new TransferSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        context = new TransferContext(
                socket, disk, new ChunkPool(64 * ChunkPool.MIN_SHARE, 16), new SpareCookies(), AnyServer.TRUSTED);
    }

    private void start(Transfer transfer) {
        socket.loop().execute(() -> transfer.start(outcomes::add));
    }

    private Outcome outcome() throws InterruptedException {
        return outcomes.poll(20, TimeUnit.SECONDS);
    }

    private Fail failAtServer() throws InterruptedException {
        return failsAtServer.poll(20, TimeUnit.SECONDS);
    }

    private GetTransfer get(GetTransfer.Target target) {
        Handshake.OpenRequest request =
                new Handshake.OpenRequest(Kind.GET, false, false, FileFacts.NONE, 4, 0, "x", List.of(), null);
        return new GetTransfer(context, request, context.resources(), target);
    }

    private Transfer fake(FakeTask.Step begun) {
        return new FakeTask.FakeTransfer(context, context.resources(), begun) {
            @Override
            void accepted(Accept accept, long now) {
                accepted.add("accepted");
                super.accepted(accept, now);
            }
        };
    }

    private Message accept(Message message) {
        return message instanceof Open open
                ? new Accept(open.transfer(), new byte[Cookie.COOKIE_BYTES], 1_472, FACTS, 1, List.of())
                : cookie(message);
    }

    private static Message cookie(Message message) {
        return message instanceof Hello hello
                ? new Cookie(Wire.VERSION, hello.nonce(), hello.datagramBytes(), false, new byte[Cookie.COOKIE_BYTES])
                : null;
    }

    private static byte[] encoded(Message message) {
        ByteBuf out = Unpooled.buffer();
        Wire.encode(message, out);
        return ByteBufUtil.getBytes(out);
    }
}
