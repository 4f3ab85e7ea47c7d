package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import paloma.datagram.DatagramTrain;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.FileName;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.RefusedException;
import paloma.transfer.link.Ending;
import paloma.transfer.link.Party;
import paloma.transfer.link.Pump;
import paloma.transfer.link.Receiving;
import paloma.transfer.link.Sending;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.ChunkRange;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** One transfer as the server has it, from the Open that was let in to its end. Lives on its channel's event loop. */
final class Session implements Ending {
    /** What comes right behind the Open waits for the disk: a client's first flight is no more. */
    private static final int MOST_EARLY = 64;

    private static final int WINDOW_CHUNKS = 32;
    private static final int LARGEST_BYTES = 65_507;
    private static final double BYTES_A_KBIT = 125;

    private final FilesService service;
    private final FilesHandler door;
    private final Channel channel;
    private final InetSocketAddress peer;
    private final InetSocketAddress local;
    private final Open open;
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private Party party;
    private Pump pump;
    private Accept accept;
    private boolean ended;

    Session(
            FilesService service,
            FilesHandler door,
            Channel channel,
            InetSocketAddress peer,
            InetSocketAddress local,
            Open open) {
        this.service = service;
        this.door = door;
        this.channel = channel;
        this.peer = peer;
        this.local = local;
        this.open = open;
    }

    void start() {
        service.desk().disk().execute(() -> {
            try {
                if (open.kind() == Kind.LIST) {
                    OutgoingFile list = service.root().list(open.name(), open.recursive());
                    channel.eventLoop().execute(() -> send(list));
                    return;
                }
                FileName name = FileName.parse(open.name());
                if (open.kind() == Kind.PUT) {
                    IncomingFile file = service.root().receive(name, open.facts(), open.force());
                    List<ChunkRange> held = file.held(ChunkRange.MOST_IN_LIST);
                    channel.eventLoop().execute(() -> receive(file, held));
                } else {
                    OutgoingFile file = service.root().send(name);
                    channel.eventLoop().execute(() -> send(file));
                }
            } catch (RefusedException e) {
                channel.eventLoop().execute(() -> refuse(e.reason(), e.getMessage()));
            }
        });
    }

    /** The Accept may have been lost: it is said again. */
    void reopen(InetSocketAddress source) {
        if (accept != null && source.equals(peer)) {
            say(accept);
        }
    }

    void take(Message message, InetSocketAddress source) {
        if (!source.equals(peer)) {
            return;
        }
        if (party != null) {
            party.take(message, System.nanoTime());
        } else if (message instanceof Data data && early.size() < MOST_EARLY) {
            ByteBuf copy = Unpooled.buffer(Data.HEADER_BYTES + data.bytes().readableBytes());
            Wire.encode(message, copy);
            early.add(copy);
        }
    }

    void pump() {
        if (pump != null) {
            pump.run();
        }
    }

    void close() {
        if (party != null) {
            party.close();
        }
        end();
    }

    @Override
    public void done() {
        end();
    }

    @Override
    public void failed(Reason reason, String text) {
        end();
    }

    private void receive(IncomingFile file, List<ChunkRange> held) {
        Receiving receiving = new Receiving(
                open.transfer(),
                file,
                held,
                WINDOW_CHUNKS,
                service.desk(),
                channel.eventLoop(),
                this,
                System.nanoTime());
        run(receiving, file.facts(), receiving.receiver().credit(), held);
        receiving.onChange(pump::run);
        for (ByteBuf data = early.poll(); data != null; data = early.poll()) {
            party.take(Wire.decode(data), System.nanoTime());
        }
        pump.run();
    }

    private void send(OutgoingFile file) {
        int limit = Math.min(open.largestBytes(), door.isWhole() ? LARGEST_BYTES : Wire.SAFE_BYTES);
        Sending sending = new Sending(
                open.transfer(),
                file,
                new Sending.Path(Wire.SAFE_BYTES, limit, open.credit(), 0),
                CongestionControl.model(1_472),
                service.desk(),
                channel.eventLoop(),
                this,
                System.nanoTime());
        sending.sender().accepted(open.held(), open.credit(), open.largestBytes(), System.nanoTime());
        if (open.limitKbit() != 0) {
            sending.sender().limitRate(Integer.toUnsignedLong(open.limitKbit()) * BYTES_A_KBIT);
        }
        run(sending, file.facts(), 0, List.of());
        sending.onChange(pump::run);
        pump.run();
    }

    private void run(Party side, FileFacts facts, int credit, List<ChunkRange> held) {
        party = side;
        pump = new Pump(side, new DatagramTrain(channel, peer, local), channel.eventLoop());
        accept = new Accept(
                open.transfer(), service.cookies().give(peer, System.nanoTime()), LARGEST_BYTES, facts, credit, held);
        say(accept);
    }

    private void refuse(Reason reason, String text) {
        say(new Fail(open.transfer(), reason, text));
        end();
    }

    private void say(Message message) {
        DatagramTrain train = new DatagramTrain(channel, peer, local);
        train.end(Wire.encode(message, train.begin(Wire.SAFE_BYTES)));
        train.flush();
    }

    private void end() {
        if (!ended) {
            ended = true;
            door.ended(open.transfer());
        }
    }
}
