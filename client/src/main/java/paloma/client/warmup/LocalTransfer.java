package paloma.client.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import paloma.net.Transport;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.Limits;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.Root;
import paloma.transfer.driver.ReceiverDriver;
import paloma.transfer.driver.SenderDriver;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.driver.TransferListener;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.protection.ConnectionKeys;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** Moves a file from one path to another through both sides of a transfer, without a network, so that the JVM loads it all. */
final class LocalTransfer {
    private static final long CONNECTION = 1;
    private static final int FILE_BYTES = 3 << 20;
    private static final long TIMEOUT_SECONDS = 20;
    private static final long TURN_MICROS = 100;

    private final EventLoopGroup loops = Transport.best().eventLoops(1, "training");
    private final EventLoop loop = loops.next();
    private final ExecutorService disk = Executors.newFixedThreadPool(2);
    private final ChunkPool pool = new ChunkPool(2 * ChunkPool.MAX_SHARE, 2);
    private final CountDownLatch over = new CountDownLatch(2);

    private LocalTransfer() {}

    /** @param folder an empty one, which is not cleared */
    static void run(Path folder) throws IOException, RefusedException, InterruptedException {
        new LocalTransfer().move(folder);
    }

    private void move(Path folder) throws IOException, RefusedException, InterruptedException {
        Path file = Files.write(folder.resolve("from"), new byte[FILE_BYTES]);
        OutgoingFile out = OutgoingFile.open(file);
        IncomingFile in = Root.open(folder, Limits.NONE).receive(FileName.parse("to"), out.facts(), false);
        loop.execute(() -> begin(out, in));
        over.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        disk.shutdown();
        disk.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private void begin(OutgoingFile out, IncomingFile in) {
        long now = System.nanoTime();
        TransferListener listener = new EndCounter();
        ConnectionKeys keys = handshake();
        PacketSealer clientSealer = new PacketSealer(CONNECTION);
        clientSealer.established(keys.client());
        PacketSealer serverSealer = new PacketSealer(CONNECTION);
        serverSealer.established(keys.server());
        ReceiverDriver receiving = new ReceiverDriver(serverSealer, in, List.of(), resources(), loop, listener, now);
        SenderDriver.Path path = new SenderDriver.Path(Wire.SAFE_BYTES, Wire.SAFE_BYTES, 1, 1);
        SenderDriver sending = new SenderDriver(
                clientSealer, out, path, CongestionControl.model(Wire.SAFE_BYTES), resources(), loop, listener, now);
        sending.sender().accepted(List.of(), receiving.receiver().credit(), Wire.SAFE_BYTES, now);
        turn(
                sending,
                new PacketOpener(CONNECTION, keys.server(), null),
                receiving,
                new PacketOpener(CONNECTION, keys.client(), null));
    }

    private static ConnectionKeys handshake() {
        byte[] prologue = new byte[Wire.SAFE_BYTES];
        byte[] psk = new byte[HandshakeState.PSK_BYTES];
        X25519.KeyPair server = X25519.KeyPair.random();
        HandshakeState initiator = HandshakeState.initiator(prologue, psk, server.publicKey(), X25519.KeyPair.random());
        HandshakeState responder = HandshakeState.responder(prologue, psk, server, X25519.KeyPair.random());
        responder.readMessage(initiator.writeMessage(new byte[1]));
        byte[] early = ConnectionKeys.early(responder);
        initiator.readMessage(responder.writeMessage(new byte[1]));
        return ConnectionKeys.of(early, initiator);
    }

    private TransferResources resources() {
        return new TransferResources(disk, pool.share(0));
    }

    private void turn(SenderDriver sending, PacketOpener ofSender, ReceiverDriver receiving, PacketOpener ofReceiver) {
        hand(sending, receiving, ofReceiver);
        hand(receiving, sending, ofSender);
        if (over.getCount() > 0) {
            loop.schedule(() -> turn(sending, ofSender, receiving, ofReceiver), TURN_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    private static void hand(TransferDriver from, TransferDriver to, PacketOpener opener) {
        ByteBuf datagram = Unpooled.buffer(from.datagramBytes());
        while (from.poll(datagram, System.nanoTime()) > 0) {
            long number = opener.open(datagram);
            to.take(number, Frame.decode(opener.text()), System.nanoTime());
            datagram.clear();
        }
    }

    private final class EndCounter implements TransferListener {
        @Override
        public void done() {
            over.countDown();
        }

        @Override
        public void failed(Reason reason, String text) {
            over.countDown();
        }

        /** A rehearsal teaches the JVM; whether it succeeds is no matter. */
        @Override
        public void broke(Throwable mistake) {}
    }
}
