package paloma.transfer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import paloma.testkit.SimulatedLink;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.Wire;

/** One transfer between two links in memory, with disks that take their time: what the event loops do, by hand. */
final class Flow {
    private static final int MAX_DATAGRAM_BYTES = DatagramSizes.JUMBO_BYTES;

    private final TestKeys thereKeys = new TestKeys();
    private final TestKeys backKeys = new TestKeys();

    /** Told of each datagram of the sender, with its payload. */
    interface Departures {
        void left(long nanos, int bytes);
    }

    private record Job(long dueNanos, Runnable work) {}

    /** The largest datagram that the path carries, of more that this host could send. */
    int pathBytes = DatagramSizes.ETHERNET_BYTES;

    final Sender sender;
    final Receiver receiver;
    final byte[] arrived;
    long startNanos;
    long doneNanos = Long.MAX_VALUE;
    boolean failed;
    Departures departures = (nanos, bytes) -> {};

    /** What the receiver answers when it is done, and what the sender has heard of it. */
    byte[] answer = new byte[0];

    byte[] heardAnswer;
    int wakes;
    int mostBuffers;
    int saves;
    int checks;
    int zeroed;

    /** A mebibyte each: those of flows that are done serve the next ones. */
    private static final Queue<byte[]> SPARE = new ConcurrentLinkedQueue<>();

    private final TestFile file;
    private final SimulatedLink there;
    private final SimulatedLink back;
    private final PriorityQueue<Job> jobs = new PriorityQueue<>((a, b) -> Long.compare(a.dueNanos, b.dueNanos));
    private final ByteBuf scratch = Unpooled.wrappedBuffer(new byte[70_000]); // not tracked: a leak detector is slow
    private final long diskNanos;
    private BusyHost senders = BusyHost.NEVER;
    private BusyHost receivers = BusyHost.NEVER;
    private final Deque<byte[]> atSender = new ArrayDeque<>();
    private final Deque<byte[]> atReceiver = new ArrayDeque<>();
    private long now;
    private int buffersOut;
    private boolean closed;

    /** What a receiver that goes on later finds on the disk. */
    final BlockSet onDisk;

    /** Returns one by the model, with nothing on the disk yet, which takes a millisecond for each chunk. */
    static Flow of(TestFile file, byte[] onDisk, SimulatedLink there, SimulatedLink back, long startNanos) {
        CongestionControl model = CongestionControl.model(DatagramSizes.ETHERNET_BYTES);
        return new Flow(file, onDisk, List.of(), there, back, model, 1_000_000, 16, startNanos);
    }

    Flow(
            TestFile file,
            byte[] onDisk,
            List<BlockRange> held,
            SimulatedLink there,
            SimulatedLink back,
            CongestionControl congestion,
            long diskNanos,
            int window,
            long startNanos) {
        this(file, onDisk, held, there, back, new Macroflow(congestion), diskNanos, window, startNanos);
    }

    /** @param macroflow that its packets are part of */
    Flow(
            TestFile file,
            byte[] onDisk,
            List<BlockRange> held,
            SimulatedLink there,
            SimulatedLink back,
            Macroflow macroflow,
            long diskNanos,
            int window,
            long startNanos) {
        this.file = file;
        this.arrived = onDisk;
        this.onDisk = new BlockSet(file.length());
        this.onDisk.add(held);
        this.there = there;
        this.back = back;
        this.diskNanos = diskNanos;
        this.startNanos = startNanos;
        this.now = startNanos;
        this.receiver = new Receiver(backKeys, file.length(), held, window, new Sink(), startNanos);
        this.sender = new Sender(
                thereKeys,
                file.length(),
                Wire.SAFE_BYTES,
                MAX_DATAGRAM_BYTES,
                window,
                macroflow,
                new Source(),
                startNanos);
        sender.accepted(held, window, MAX_DATAGRAM_BYTES, startNanos);
    }

    /** Both hosts have just started. */
    void startCold(BusyHost atSender, BusyHost atReceiver) {
        senders = atSender;
        receivers = atReceiver;
    }

    SimulatedLink there() {
        return there;
    }

    SimulatedLink back() {
        return back;
    }

    boolean isDone() {
        return doneNanos != Long.MAX_VALUE;
    }

    long nextNanos() {
        long next = jobs.isEmpty() ? Long.MAX_VALUE : jobs.peek().dueNanos;
        if (isDone()) {
            return next;
        }
        long sends = atSender.isEmpty() ? sender.wakeNanos(now) : now;
        long receives = atReceiver.isEmpty() ? receiver.wakeNanos() : now;
        return Math.min(next, Math.min(free(senders, sends), free(receivers, receives)));
    }

    void runAt(long nanos) {
        now = nanos;
        wakes++;
        while (!jobs.isEmpty() && jobs.peek().dueNanos <= now) {
            jobs.remove().work.run();
        }
        if (isDone()) {
            return;
        }
        if (senders.free(now) == now) {
            turnSender();
        }
        if (receivers.free(now) == now) {
            turnReceiver();
        }
    }

    private void turnSender() {
        while (!atSender.isEmpty()) {
            take(atSender.remove(), backKeys);
        }
        while (sender.poll(scratch.clear(), now) > 0) {
            departures.left(now, scratch.readableBytes());
            if (scratch.readableBytes() <= pathBytes) {
                there.send(ByteBufUtil.getBytes(scratch), now, atReceiver::add);
            }
        }
    }

    private void turnReceiver() {
        int packets = Math.min(atReceiver.size(), receivers.atOnce(now));
        for (int i = 0; i < packets; i++) {
            take(atReceiver.remove(), thereKeys);
        }
        receivers.took(packets, now);
        while (receiver.poll(scratch.clear(), now) > 0) {
            back.send(ByteBufUtil.getBytes(scratch), now, atSender::add);
        }
    }

    private long free(BusyHost host, long due) {
        return due <= now ? host.free(now) : due;
    }

    void at(long nanos) {
        now = nanos;
    }

    /** Both sides end, and their disks do what they were asked for. */
    void release() {
        closed = true;
        sender.close();
        receiver.close();
        while (!jobs.isEmpty()) {
            jobs.remove().work.run();
        }
        scratch.release();
    }

    int buffersOut() {
        return buffersOut;
    }

    private void take(byte[] bytes, TestKeys keys) {
        long number = keys.open(Unpooled.wrappedBuffer(bytes));
        Frame frame = number < 0 ? null : keys.frame(); // damaged
        if (frame instanceof Data data) {
            receiver.onData(number, data, now);
        } else if (frame instanceof Hashes hashes) {
            receiver.onHashes(number, hashes, now);
        } else if (frame instanceof Probe) {
            receiver.onProbe(number, now);
        } else if (frame instanceof Ack ack) {
            failed |= !sender.onAck(number, ack, now);
        } else if (frame instanceof Repair repair) {
            failed |= !sender.onRepair(repair, now);
        } else if (frame instanceof Done done && !isDone()) {
            doneNanos = now;
            heardAnswer = done.answer();
        }
    }

    private void later(Runnable work) {
        jobs.add(new Job(now + diskNanos, work));
    }

    private byte[] takeBuffer() {
        mostBuffers = Math.max(mostBuffers, ++buffersOut);
        byte[] spare = SPARE.poll();
        return spare == null ? new byte[Chunks.BYTES] : spare;
    }

    private void giveBuffer(byte[] buffer) {
        buffersOut--;
        Arrays.fill(buffer, 0, 4_096, (byte) 0x55); // whoever still reads it reads rubbish
        SPARE.add(buffer);
    }

    private final class Source implements ChunkSource {
        @Override
        public void read(int index, boolean mayBeHole) {
            if (closed) {
                return;
            }
            if (mayBeHole && file.isHole(index)) {
                later(() -> sender.chunkIsHole(index, file.hash(index)));
                return;
            }
            byte[] buffer = takeBuffer();
            int at = (int) Chunks.offsetOf(index);
            System.arraycopy(file.bytes(), at, buffer, 0, file.chunkLength(index));
            later(() -> {
                sender.chunkRead(index, buffer);
                later(() -> sender.chunkHashed(index, file.hash(index)));
            });
        }

        @Override
        public void hash(int index) {
            later(() -> {
                if (file.isHole(index)) {
                    sender.chunkIsHole(index, file.hash(index));
                } else {
                    sender.chunkHashed(index, file.hash(index));
                }
            });
        }

        @Override
        public void root(byte[][] hashes) {
            later(() -> sender.rootHashed(Sha256.root(hashes)));
        }

        @Override
        public void release(byte[] buffer) {
            giveBuffer(buffer);
        }
    }

    private final class Sink implements ChunkSink {
        @Override
        public byte[] buffer() {
            return takeBuffer();
        }

        @Override
        public void release(byte[] buffer) {
            giveBuffer(buffer);
        }

        /** Of odd blocks that were damaged the record is wrong too, so that only the chunk's hash can tell. */
        @Override
        public void load(int index, byte[] buffer, int blocks) {
            int good = 0;
            for (int block = 0; block < Chunks.BLOCKS; block++) {
                if (Chunks.has(blocks, block) && (block % 2 == 1 || isRight(index, block))) {
                    copy(arrived, (int) Chunks.offsetOf(index), buffer, 0, index, block);
                    good |= 1 << block;
                }
            }
            int loaded = good;
            later(() -> answer(buffer, () -> receiver.loaded(index, loaded)));
        }

        @Override
        public void save(int index, byte[] buffer, int blocks) {
            for (int block = 0; block < Chunks.BLOCKS; block++) {
                if (Chunks.has(blocks, block)) {
                    copy(buffer, 0, arrived, (int) Chunks.offsetOf(index), index, block);
                }
            }
            onDisk.add(index, blocks);
            saves++;
            later(() -> answer(buffer, () -> receiver.saved(index)));
        }

        private boolean isRight(int index, int block) {
            int from = (int) Chunks.offsetOf(index) + Chunks.blockFrom(block);
            int to = (int) Chunks.offsetOf(index) + Chunks.blockTo(block, file.chunkLength(index));
            return Arrays.equals(arrived, from, to, file.bytes(), from, to);
        }

        private void copy(byte[] from, int fromChunk, byte[] to, int toChunk, int index, int block) {
            int at = Chunks.blockFrom(block);
            int length = Chunks.blockTo(block, file.chunkLength(index)) - at;
            System.arraycopy(from, fromChunk + at, to, toChunk + at, length);
        }

        private void answer(byte[] buffer, Runnable answer) {
            if (closed) {
                giveBuffer(buffer);
            } else {
                answer.run();
            }
        }

        @Override
        public void write(int index, byte[] buffer, int length, byte[] hash) {
            boolean good = Arrays.equals(hash, file.hashOf(index, buffer, 0));
            if (good) {
                System.arraycopy(buffer, 0, arrived, (int) Chunks.offsetOf(index), length);
                onDisk.addChunk(index);
            } else {
                onDisk.removeChunk(index);
            }
            giveBuffer(buffer);
            later(() -> receiver.written(index, good));
        }

        @Override
        public void check(int index, byte[] hash) {
            checks++;
            boolean good = Arrays.equals(hash, file.hashOf(index, arrived, (int) Chunks.offsetOf(index)));
            later(() -> receiver.checked(index, good, now));
        }

        @Override
        public void zero(int index, byte[] hash) {
            int length = file.chunkLength(index);
            boolean good = Arrays.equals(hash, Sha256.of(new byte[length], length));
            if (good) {
                int at = (int) Chunks.offsetOf(index);
                Arrays.fill(arrived, at, at + length, (byte) 0);
                zeroed++;
            }
            later(() -> receiver.zeroed(index, good));
        }

        @Override
        public void finish(byte[][] hashes, byte[] root) {
            if (!Arrays.equals(Sha256.root(hashes), root)) {
                throw new AssertionError("a root hash over other chunks");
            }
            later(() -> receiver.finished(now, answer));
        }
    }
}
