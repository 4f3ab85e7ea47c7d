package paloma.audio.send;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import paloma.audio.pcm.PeakMeter;
import paloma.audio.pcm.SoundTap;
import paloma.audio.program.Lifetime;
import paloma.audio.srtp.Sealer;

/** Sends packet after packet when each is due. On the event loop of its channel. */
public final class PacedSender {
    /** Packets that last longer leave one by one: a pair of them would be a burst. */
    private static final long MAX_PAIRED_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private final SendSettings settings;
    private final Channel channel;
    private final List<PeerSends> peers;
    private final ChunkQueue queue;
    private final Pace pace;
    private final Packets packets;
    private final RtpPacketHistory history;
    private final Sealer sealer;
    private final Protection protection;
    private final long halfPacketNanos;
    private final boolean mayPair;
    private final Runnable left;
    private final SoundTap tap;
    private final Lifetime lifetime;
    private final Runnable turn;
    private ChunkQueue.Chunk chunk;
    private int chunkFrom;
    private ScheduledFuture<?> timer;
    private final PeakMeter peakMeter = new PeakMeter();
    private volatile long sentFrames;
    private boolean ended;
    private boolean waited;
    private volatile boolean keyWornOut;
    private volatile boolean idle = true;

    /**
     * @param left runs each time that packets have left
     * @param tap gets what leaves
     * @param lifetime ended when the last packet has left
     */
    public PacedSender(
            SendSettings settings,
            Channel channel,
            ChunkQueue queue,
            Pace pace,
            Runnable left,
            SoundTap tap,
            Lifetime lifetime) {
        this.settings = settings;
        this.channel = channel;
        this.peers = settings.peers().stream()
                .map(peer -> new PeerSends(channel, peer, lifetime))
                .toList();
        this.queue = queue;
        this.pace = pace;
        this.packets = new Packets(settings);
        this.sealer = Sealer.ofRtp(settings.key());
        this.history = new RtpPacketHistory(settings.maxPacketBytes());
        this.protection = new Protection(settings.fec(), settings.maxPacketBytes(), packets.ssrc());
        this.halfPacketNanos = TimeUnit.SECONDS.toNanos(settings.packetFrames())
                / settings.format().rate()
                / 2;
        this.mayPair = !settings.raw() && settings.redundancy() == 0 && 2 * halfPacketNanos <= MAX_PAIRED_NANOS;
        this.left = left;
        this.tap = tap;
        this.lifetime = lifetime;
        this.turn = lifetime.guarded(this::turn);
    }

    public Packets packets() {
        return packets;
    }

    RtpPacketHistory history() {
        return history;
    }

    Protection protection() {
        return protection;
    }

    long sentFrames() {
        return sentFrames;
    }

    /** Returns what left so far. Any thread. */
    SendResult result() {
        return new SendResult(packets.packets(), peers);
    }

    /** Returns whether it ended because its key may seal no more (RFC 3711, section 9.2). Any thread. */
    boolean isKeyWornOut() {
        return keyWornOut;
    }

    /** Returns the loudest sample since it was last asked for, in dB below full scale. */
    double takeLevelDb() {
        return peakMeter.takeDb();
    }

    /** Called when there may be a chunk. Any thread. */
    public void wake() {
        EventLoop loop = channel.eventLoop();
        if (idle && !loop.isShuttingDown()) {
            loop.execute(turn);
        }
    }

    private void turn() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        boolean wrote = false;
        // Once the channel is closed, at the end, the rest was not to leave.
        while (channel.isOpen() && !keyWornOut && hasFrames()) {
            long now = System.nanoTime();
            long due = pace.due(queue.pacing(), waited, now) - earlyNanos(now);
            waited = false;
            if (due - now > 0) {
                timer = channel.eventLoop().schedule(turn, due - now, TimeUnit.NANOSECONDS);
                break;
            }
            if (protection.isDue()) {
                sendParity(now);
            } else {
                sendNext(now);
            }
            wrote = true;
        }
        if (wrote) {
            channel.flush();
            left.run();
        }
        if (chunk == null && queue.isOver() && !ended) {
            ended = true;
            endRow();
            lifetime.end();
        }
    }

    /** What a packet repeats of another is of no use if both are lost in one gap: then they leave apart. */
    private long earlyNanos(long now) {
        if (protection.isDue()) {
            return halfPacketNanos;
        }
        return mayPair && !protection.isOn(now) ? pace.earlyNanos() : 0;
    }

    private void endRow() {
        if (protection.isDue()) {
            sendParity(System.nanoTime());
            channel.flush();
        }
    }

    private boolean hasFrames() {
        if (chunk == null) {
            idle = true; // before the look, or what comes just behind it would wake nobody
            chunk = queue.poll();
            chunkFrom = 0;
        }
        idle = chunk == null;
        waited |= idle;
        return chunk != null;
    }

    /** Sent half a packet after the last of its row, so that what swallows one may spare the other. */
    private void sendParity(long now) {
        ByteBuf parity = channel.alloc().directBuffer(settings.maxPacketBytes());
        protection.write(parity);
        boolean mayLeave = isSealed(parity);
        for (InetSocketAddress peer : settings.peers()) {
            if (mayLeave && protection.isFor(peer, now) && channel.isWritable()) {
                channel.write(new DatagramPacket(parity.retainedDuplicate(), peer), channel.voidPromise());
            }
        }
        parity.release();
    }

    private void sendNext(long now) {
        int frames = Math.min(settings.packetFrames(), chunk.frames() - chunkFrom);
        packets.skip(Math.max(chunkFrom == 0 ? chunk.skipped() : 0, pace.takePausedFrames()));
        int sequence = packets.sequence();
        ByteBuf packet = channel.alloc().directBuffer(settings.maxPacketBytes());
        packets.write(chunk.samples(), chunkFrom, frames, packet);
        protection.add(packet, now);
        if (!isSealed(packet)) {
            packet.release();
            return;
        }
        history.add(sequence, packet);
        int channels = settings.format().channels();
        peakMeter.add(chunk.samples(), chunkFrom * channels, frames * channels);
        tap.add(chunk.samples(), chunkFrom, frames);
        pace.sent(queue.pacing(), frames);
        sentFrames += frames;
        chunkFrom += frames;
        if (chunkFrom == chunk.frames()) {
            chunk = null;
        }
        for (PeerSends peer : peers) {
            peer.send(packet);
        }
        packet.release();
    }

    private boolean isSealed(ByteBuf packet) {
        if (!sealer.seal(packet)) {
            keyWornOut = true;
            lifetime.end();
        }
        return !keyWornOut;
    }
}
