package paloma.transfer.driver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import paloma.transfer.Macroflow;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.protection.ConnectionKeys;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/**
 * Both sides of a transfer without a network, on the calling thread and in a time of their own, so that the JVM has loaded
 * and compiled what they run before it counts.
 */
public final class Rehearsal implements TransferListener {
    private static final long CONNECTION = 1;

    /** At a gigabit some ten packets come at once then, as they do from a socket. */
    private static final long TURN_NANOS = 100_000;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ChunkPool pool = new ChunkPool(2 * ChunkPool.MIN_SHARE, 2);
    private final ByteBuf datagram = Unpooled.directBuffer(DatagramSizes.ETHERNET_BYTES);
    private final ReceiverDriver receiving;
    private final SenderDriver sending;
    private final PacketOpener ofSender;
    private final PacketOpener ofReceiver;
    private long now;
    private int ended;

    private Rehearsal(OutgoingFile out, IncomingFile in) {
        ConnectionKeys keys = handshake();
        receiving =
                new ReceiverDriver(sealer(keys.server()), in, List.of(), resources(), tasks::add, this, () -> now, now);
        sending = new SenderDriver(
                sealer(keys.client()),
                out,
                new SenderDriver.Path(Wire.SAFE_BYTES, DatagramSizes.ETHERNET_BYTES, 0, 0),
                new Macroflow(CongestionControl.model(DatagramSizes.ETHERNET_BYTES)),
                resources(),
                tasks::add,
                this,
                now);
        sending.sender().accepted(List.of(), receiving.receiver().credit(), DatagramSizes.ETHERNET_BYTES, now);
        ofSender = new PacketOpener(CONNECTION, keys.client(), null);
        ofReceiver = new PacketOpener(CONNECTION, keys.server(), null);
    }

    /**
     * Moves a file, from a handshake to the sender's last word.
     *
     * @param goesOn asked now and then; where it says no, the rehearsal is broken off
     */
    public static void run(OutgoingFile out, IncomingFile in, BooleanSupplier goesOn) {
        new Rehearsal(out, in).run(goesOn);
    }

    private void run(BooleanSupplier goesOn) {
        try {
            while (ended < 2 && goesOn.getAsBoolean()) {
                turn();
            }
        } finally {
            sending.close();
            receiving.close();
            runTasks();
            datagram.release();
        }
    }

    private void turn() {
        now += TURN_NANOS;
        runTasks();
        hand(sending, receiving, ofSender);
        hand(receiving, sending, ofReceiver);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void hand(TransferDriver from, TransferDriver to, PacketOpener opener) {
        while (from.poll(datagram.clear(), now) > 0) {
            long number =
                    opener.open(datagram.slice()); // as what a socket has read: code is compiled for a class of buffers
            to.take(number, Frame.decode(opener.text()), now);
        }
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

    private static PacketSealer sealer(byte[] key) {
        PacketSealer sealer = new PacketSealer(CONNECTION);
        sealer.established(key);
        return sealer;
    }

    private TransferResources resources() {
        return new TransferResources(tasks::add, pool.share(0));
    }

    @Override
    public void done() {
        ended++;
    }

    @Override
    public void failed(Reason reason, String text) {
        ended++;
    }

    /** A rehearsal teaches the JVM; whether it succeeds is no matter. */
    @Override
    public void broke(Throwable mistake) {}
}
