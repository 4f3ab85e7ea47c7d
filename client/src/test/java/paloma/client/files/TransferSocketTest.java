package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import paloma.client.FakeUdp;
import paloma.net.DatagramTrain;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

class TransferSocketTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private DatagramSocket server;
    private TransferSocket socket;
    private InetSocketAddress client;

    @BeforeEach
    void open() throws Exception {
        server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setSoTimeout(20_000);
        socket = new TransferSocket((InetSocketAddress) server.getLocalSocketAddress(), threads);
        sayHello(socket);
        DatagramPacket hello = new DatagramPacket(new byte[1_500], 1_500);
        server.receive(hello);
        client = (InetSocketAddress) hello.getSocketAddress();
    }

    @AfterEach
    void close() {
        socket.close();
        server.close();
        threads.shutdown();
    }

    @Test
    void handsEachMessageToItsOwnTransfer() throws Exception {
        add(new Recorder(1));
        add(new Recorder(2));
        send(hint(2));

        assertThat(next()).isEqualTo("2 took Hint");
        assertThat(next()).isEqualTo("2 read");
        send(hint(1));
        assertThat(next()).isEqualTo("1 took Hint");
    }

    @Test
    void handsWhatBelongsToNoTransferToAll() throws Exception {
        add(new Recorder(1));
        add(new Recorder(2));
        send(new Versions(5, List.of(1, 2)));

        assertThat(new String[] {next(), next()}).containsExactlyInAnyOrder("1 took Versions", "2 took Versions");
    }

    @Test
    void ignoresRubbishAndTransfersItDoesNotKnow() throws Exception {
        add(new Recorder(1));
        for (int first = 0; first < 256; first++) {
            send(new byte[] {(byte) first});
        }
        send(new byte[0]);
        send(hint(99));
        send(hint(1));

        assertThat(next()).isEqualTo("1 took Hint");
    }

    @Test
    void handsEachPacketToItsOwnConnection() throws Exception {
        add(new Recorder(1));
        add(new Recorder(2));
        send(packet(99));
        send(packet(2));

        assertThat(next()).isEqualTo("2 took a packet of 40 bytes");
        assertThat(next()).isEqualTo("2 read");
    }

    @Test
    void goesOnFromAnotherPortWhereTheServerIsSilentAndFromTheSameWhereItIsNot() throws Exception {
        try (DatagramSocket talking = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                TransferSocket heardOf =
                        new TransferSocket((InetSocketAddress) talking.getLocalSocketAddress(), threads)) {
            Recorder happy = new Recorder(1);
            heardOf.loop().submit(() -> heardOf.add(happy)).get(20, TimeUnit.SECONDS);
            Recorder lonely = new Recorder(2);
            lonely.silentNanos = TimeUnit.SECONDS.toNanos(60);
            add(lonely);
            Recorder without = new Recorder(3);
            without.silentNanos = -1;
            add(without);

            assertThat(new String[] {next(), next()}).containsExactlyInAnyOrder("2 rebound", "3 rebound");
            sayHello(socket);
            DatagramPacket hello = new DatagramPacket(new byte[1_500], 1_500);
            server.receive(hello);
            assertThat(hello.getSocketAddress()).isNotEqualTo(client);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void goesOnFromAnotherPortSoonWhereABalancerSaysByAnEmptyDatagramThatNobodyListens() throws Exception {
        Recorder lonely = new Recorder(1);
        lonely.silentNanos = PortChanges.SILENCE_NANOS - 1;
        add(lonely);
        send(new byte[0]);

        assertThat(next()).isEqualTo("1 rebound");
    }

    @Test
    void changesItsPortWhenItIsTold() throws Exception {
        add(new Recorder(2));
        socket.execute(socket::changePort);

        assertThat(next()).isEqualTo("2 rebound");
    }

    @Test
    void handsNothingToATransferThatIsRemoved() throws Exception {
        Recorder gone = new Recorder(1);
        add(gone);
        add(new Recorder(2));
        socket.loop().submit(() -> socket.remove(gone)).get(20, TimeUnit.SECONDS);
        send(hint(1));
        send(hint(2));

        assertThat(next()).isEqualTo("2 took Hint");
    }

    @Test
    void runsWhatComesAfterAReading() throws Exception {
        socket.whenRead(() -> heard.add("read all"));
        add(new Recorder(1));
        send(hint(1));

        assertThat(next()).isEqualTo("1 took Hint");
        assertThat(next()).isEqualTo("1 read");
        assertThat(next()).isEqualTo("read all");
    }

    @Test
    void tellsAllTransfersThatNobodyListens() throws Exception {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), FakeUdp.freePort());
        try (TransferSocket lonely = new TransferSocket(nobody, threads)) {
            lonely.loop().submit(() -> lonely.add(new Recorder(1))).get(20, TimeUnit.SECONDS);
            sayHello(lonely);
            assertThat(next()).isEqualTo("1 refused");
        }
    }

    @Test
    void reportsABugThatNoTransferTook() throws Exception {
        BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
        socket.whenBroken(bugs::add);
        add(new Recorder(1) {
            @Override
            public void take(Message message, long nowNanos) {
                throw new LinkageError("gone");
            }
        });
        send(hint(1));

        assertThat(bugs.poll(20, TimeUnit.SECONDS))
                .isInstanceOf(LinkageError.class)
                .hasMessage("gone");
    }

    private String next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    private void add(Recorder recorder) throws Exception {
        socket.loop().submit(() -> socket.add(recorder)).get(20, TimeUnit.SECONDS);
    }

    private static Message hint(long connection) {
        return new Hint(connection, Hint.Why.UNKNOWN_CONNECTION);
    }

    private static byte[] packet(long connection) {
        return ByteBufUtil.getBytes(
                Unpooled.buffer().writeByte(Packet.TYPE).writeLong(connection).writeZero(31));
    }

    private void send(Message message) throws Exception {
        ByteBuf out = Unpooled.buffer();
        Wire.encode(message, out);
        send(ByteBufUtil.getBytes(out));
    }

    private void send(byte[] bytes) throws Exception {
        server.send(new DatagramPacket(bytes, bytes.length, client));
    }

    private static void sayHello(TransferSocket socket) throws Exception {
        DatagramTrain train = socket.train();
        socket.loop()
                .submit(() -> {
                    train.end(Wire.encode(new Hello(Wire.VERSION, 1, Wire.SAFE_BYTES), train.begin(Wire.SAFE_BYTES)));
                    train.flush();
                })
                .get(20, TimeUnit.SECONDS);
    }

    private class Recorder implements TransferSocket.MessageHandler {
        private final long connection;
        private volatile long silentNanos;

        Recorder(long connection) {
            this.connection = connection;
        }

        @Override
        public long connection() {
            return connection;
        }

        @Override
        public void take(Message message, long nowNanos) {
            heard.add(connection + " took " + message.getClass().getSimpleName());
        }

        @Override
        public void take(ByteBuf packet, long nowNanos) {
            heard.add(connection + " took a packet of " + packet.readableBytes() + " bytes");
        }

        @Override
        public void read() {
            heard.add(connection + " read");
        }

        @Override
        public long silentNanos(long nowNanos) {
            return silentNanos;
        }

        @Override
        public void probe() {
            // a transfer sends something
        }

        @Override
        public void rebound(Channel channel) {
            silentNanos = -1;
            heard.add(connection + " rebound");
        }

        @Override
        public void refused() {
            heard.add(connection + " refused");
        }
    }
}
