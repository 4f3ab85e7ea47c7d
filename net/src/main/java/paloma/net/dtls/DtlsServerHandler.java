package paloma.net.dtls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import paloma.net.UdpLimits;
import paloma.net.dtls.DtlsWatch.Refusal;

/**
 * The server's side: datagrams of records come in, those of sessions' plaintext go up, from sources that have proved their
 * address; what is written as {@link DatagramPacket} leaves as a record of the session there, or not at all. Fires {@link
 * DtlsSessionEvent}s. One for each socket.
 */
public final class DtlsServerHandler extends ChannelDuplexHandler implements DtlsSessions {
    /** The longest message that a record holds (RFC 5246, section 6.2.1). */
    public static final int LONGEST_MESSAGE_BYTES = 1 << 14;

    private static final long SWEEP_SECONDS = 10;

    /** After that one whose handshake has not begun, or not ended, is gone: flights are repeated for half a minute. */
    private static final long HALF_OPEN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int RESUMABLE = 2_000;
    private static final long RESUMABLE_NANOS = TimeUnit.HOURS.toNanos(1);

    private final DtlsLimits limits;
    private final DtlsWatch watch;
    private final DtlsGuard guard;
    private final ResumableSessions resumable = new ResumableSessions(RESUMABLE, RESUMABLE_NANOS, System::nanoTime);
    private final SessionTable sessions = new SessionTable(resumable, new Sessions());
    private final byte[] scratch = new byte[UdpLimits.MAX_PACKET_BYTES];
    private DtlsServerSettings settings;
    private ChannelHandlerContext ctx;
    private RecordLayer records;
    private Future<?> sweeping;
    /** Where the datagram that is being looked at came from. */
    private Path path;

    private boolean reading;

    /**
     * @param admission asked before anything that costs
     * @param watch told what becomes of sessions
     */
    public DtlsServerHandler(DtlsServerSettings settings, DtlsAdmission admission, DtlsWatch watch) {
        this.settings = settings;
        this.limits = settings.limits();
        this.watch = watch;
        this.guard = new DtlsGuard(settings, admission, System.nanoTime());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws IOException {
        ctx = context;
        records = recordLayer();
        context.channel().attr(DtlsSessions.OF).set(this);
        sweeping = context.executor()
                .scheduleAtFixedRate(() -> sweep(System.nanoTime()), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private RecordLayer recordLayer() throws IOException {
        RecordLayer made = new RecordLayer(
                ScandiumConfiguration.of(settings, resumable, new Handshakes()),
                sessions,
                ctx.channel().eventLoop(),
                this::send);
        made.setRawDataReceiver(this::received);
        made.start();
        return made;
    }

    /**
     * Shows other certificates, asks for others and takes other keys in handshakes from now on; nobody resumes a session that
     * he had before, and established ones go on. Called on the event loop.
     *
     * @param wanted the limits and connection ids in it stay as they were
     */
    public void renew(DtlsServerSettings wanted) throws IOException {
        settings = new DtlsServerSettings(
                wanted.identity(), wanted.clients(), wanted.keys(), settings.connectionIds(), limits);
        resumable.clear();
        records.stop();
        records = recordLayer();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        sweeping.cancel(false);
        records.destroy();
        resumable.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        reading = true;
        try {
            Connection known = sessions.get(packet.sender());
            Refusal refusal =
                    guard.refuses(packet.content(), packet.sender(), known, sessions.size(), System.nanoTime());
            if (refusal == null) {
                process(packet, known);
            } else {
                watch.refused(refusal);
            }
        } finally {
            packet.release();
        }
    }

    private void process(DatagramPacket packet, Connection known) {
        path = Path.of(packet);
        if (known != null && !Path.of(known).isOf(packet)) {
            path.keepIn(known);
        }
        ByteBuf content = packet.content();
        int length = content.readableBytes();
        content.readBytes(scratch, 0, length);
        records.processDatagram(new java.net.DatagramPacket(scratch, length, packet.sender()));
        Connection now = sessions.get(packet.sender());
        if (now != null && now.isClosed()) {
            sessions.remove(now, false);
        }
        path = null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        context.fireChannelReadComplete();
        context.flush();
    }

    private void received(RawData plaintext) {
        InetSocketAddress peer = plaintext.getInetSocketAddress();
        Path back = pathTo(peer);
        if (back != null) {
            ctx.fireChannelRead(
                    new DatagramPacket(Unpooled.wrappedBuffer(plaintext.getBytes()), back.asked(), back.peer()));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            Connection session = sessions.get(packet.recipient());
            boolean fits = packet.content().readableBytes() <= LONGEST_MESSAGE_BYTES;
            if (!fits || session == null || !session.hasEstablishedDtlsContext()) {
                watch.unsent();
                promise.tryFailure(new IOException(fits ? "the session has ended" : "the message is too long"));
                return;
            }
            byte[] plaintext = ByteBufUtil.getBytes(packet.content());
            records.send(RawData.outbound(plaintext, new AddressEndpointContext(packet.recipient()), null, false));
            promise.trySuccess();
        } finally {
            packet.release();
        }
    }

    private void send(java.net.DatagramPacket datagram) {
        Path back = pathTo((InetSocketAddress) datagram.getSocketAddress());
        if (back == null || !ctx.channel().isActive()) {
            return;
        }
        ByteBuf bytes = ctx.alloc().directBuffer(datagram.getLength());
        bytes.writeBytes(datagram.getData(), datagram.getOffset(), datagram.getLength());
        DatagramPacket packet = new DatagramPacket(bytes, back.peer(), back.asked());
        if (reading) {
            ctx.write(packet, ctx.voidPromise());
        } else {
            ctx.writeAndFlush(packet, ctx.voidPromise());
        }
    }

    private Path pathTo(InetSocketAddress peer) {
        if (path != null && path.leadsTo(peer)) {
            return path;
        }
        Connection session = sessions.get(peer);
        return session == null ? null : Path.of(session);
    }

    @Override
    public void end(InetSocketAddress peer) {
        Connection session = sessions.get(peer);
        if (session != null) {
            records.close(peer);
            sessions.remove(session, false);
        }
    }

    /** Ends what was silent for too long. */
    void sweep(long nowNanos) {
        for (Connection session : sessions.all()) {
            long idleNanos = nowNanos - session.getLastMessageNanos();
            boolean established = session.hasEstablishedDtlsContext();
            if (established && idleNanos > limits.idleNanos() && session.getPeerAddress() != null) {
                end(session.getPeerAddress());
            } else if (idleNanos > (established ? limits.idleNanos() : HALF_OPEN_NANOS)) {
                sessions.remove(session, false);
            }
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        for (Connection session : sessions.all()) {
            if (session.getPeerAddress() != null) {
                end(session.getPeerAddress());
            }
        }
        context.close(promise);
    }

    int sessions() {
        return sessions.size();
    }

    /** Returns how many sources have sessions. */
    int sources() {
        return guard.sources();
    }

    private final class Sessions implements SessionTable.Listener {
        @Override
        public void opened(InetSocketAddress peer) {
            path.keepIn(sessions.get(peer));
            guard.opened(peer, System.nanoTime());
            watch.sessions(sessions.size());
        }

        @Override
        public void established(InetSocketAddress peer) {
            watch.established();
            ctx.fireUserEventTriggered(
                    new DtlsSessionEvent.Established(pathTo(peer).peer()));
        }

        @Override
        public void moved(InetSocketAddress from, InetSocketAddress to) {
            Connection session = sessions.get(to);
            guard.moved(Path.of(session).peer(), to);
            path.keepIn(session);
            ctx.fireUserEventTriggered(
                    from == null
                            ? new DtlsSessionEvent.Established(path.peer())
                            : new DtlsSessionEvent.Moved(path.peer(), from));
        }

        @Override
        public void ended(InetSocketAddress peer, boolean established) {
            if (established) {
                ctx.fireUserEventTriggered(new DtlsSessionEvent.Ended(peer));
            }
        }

        @Override
        public void removed(Connection session) {
            guard.removed(Path.of(session).peer());
            watch.sessions(sessions.size());
        }
    }

    private final class Handshakes extends SessionAdapter {
        @Override
        public void handshakeFailed(Handshaker handshake, Throwable error) {
            watch.failed();
        }
    }
}
