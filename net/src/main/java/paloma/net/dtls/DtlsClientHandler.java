package paloma.net.dtls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import paloma.net.UdpLimits;

/**
 * The client's side, for a channel that is connected to its server: the handshake begins when the channel is active, {@link
 * ByteBuf}s are written and {@link DatagramPacket}s read as without it. What is written before the handshake is done waits
 * for it. When the server ends the session the channel is closed; when the channel is closed the server is told.
 */
public final class DtlsClientHandler extends ChannelDuplexHandler {
    private static final int MOST_WAITING = 64;

    /** How long a handshake goes on after an alert that anybody can have sent. */
    private static final long DOUBTFUL_ALERT_MILLIS = 1_000;

    private final DtlsClientSettings settings;
    private final InetSocketAddress server;
    private final EndpointContext hello;
    private final SessionTable sessions = new SessionTable(ResumableSessions.none(), new Sessions());
    private final byte[] scratch = new byte[UdpLimits.MAX_PACKET_BYTES];
    private final CompletableFuture<Void> handshake = new CompletableFuture<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private ChannelHandlerContext ctx;
    private RecordLayer records;
    private String doubtfulAlert;
    private boolean begun;

    private record Waiting(ByteBuf message, ChannelPromise promise) {}

    public DtlsClientHandler(DtlsClientSettings settings, InetSocketAddress server) {
        this.settings = settings;
        this.server = server;
        this.hello = new AddressEndpointContext(server, settings.hostName(), null);
    }

    /**
     * Completes when messages can be sent, or with an {@link IOException} that says why not, an {@link
     * SSLHandshakeException} where one side refuses the other; whoever waits sets his own limit of time.
     */
    public CompletableFuture<Void> handshake() {
        return handshake;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws IOException {
        ctx = context;
        records = new RecordLayer(
                ScandiumConfiguration.of(settings, new Handshakes()),
                sessions,
                context.channel().eventLoop(),
                this::send);
        records.setRawDataReceiver(this::received);
        records.setEndpointContextMatcher(new HelloMatcher(hello));
        records.start();
        if (context.channel().isActive()) {
            begin();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.fireChannelActive();
        begin();
    }

    /** Scandium shakes hands for a message alone; this one is dropped when it could be sent. */
    private void begin() {
        if (!begun) {
            begun = true;
            records.send(RawData.outbound(new byte[0], hello, null, false));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            ByteBuf content = packet.content();
            if (!RecordHeader.isWellFormed(content)) {
                return;
            }
            if (RecordHeader.hasPlainAlertOrData(content)) {
                doubt(content);
                return;
            }
            int length = content.readableBytes();
            content.readBytes(scratch, 0, length);
            records.processDatagram(new java.net.DatagramPacket(scratch, length, server));
            endIfClosed();
        } finally {
            packet.release();
        }
    }

    private void endIfClosed() {
        Connection session = sessions.get(server);
        if (session != null && session.isClosed()) {
            sessions.remove(session, false);
        }
    }

    /** A server's refusal cannot be told from a forged one: only where the handshake does not go on is it believed. */
    private void doubt(ByteBuf datagram) {
        if (doubtfulAlert == null && !handshake.isDone()) {
            doubtfulAlert = RecordHeader.alert(datagram);
            ctx.executor().schedule(this::believeAlert, DOUBTFUL_ALERT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void believeAlert() {
        fail(new DtlsAlertException("the server refuses the handshake", doubtfulAlert));
    }

    private void received(RawData plaintext) {
        InetSocketAddress local = ctx.channel().localAddress() instanceof InetSocketAddress inet ? inet : null;
        ctx.fireChannelRead(new DatagramPacket(Unpooled.wrappedBuffer(plaintext.getBytes()), local, server));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ByteBuf content = (ByteBuf) message;
        if (content.readableBytes() > DtlsServerHandler.LONGEST_MESSAGE_BYTES) {
            drop(new Waiting(content, promise), new IOException("a message over DTLS has at most 16,384 bytes"));
        } else if (!content.isReadable()) {
            drop(new Waiting(content, promise), new IOException("an empty message cannot be sent over DTLS"));
        } else if (!handshake.isDone() && waiting.size() < MOST_WAITING) {
            waiting.add(new Waiting(content, promise));
        } else {
            seal(new Waiting(content, promise));
        }
    }

    private void seal(Waiting next) {
        Connection session = sessions.get(server);
        if (session == null || !session.hasEstablishedDtlsContext()) {
            drop(next, new IOException("there is no session with the server"));
            return;
        }
        byte[] plaintext = ByteBufUtil.getBytes(next.message);
        next.message.release();
        records.send(RawData.outbound(plaintext, new AddressEndpointContext(server), null, false));
        next.promise.trySuccess();
    }

    private static void drop(Waiting message, IOException why) {
        message.message.release();
        message.promise.tryFailure(why);
    }

    private void send(java.net.DatagramPacket datagram) {
        if (!ctx.channel().isActive()) {
            return;
        }
        ByteBuf bytes = ctx.alloc().buffer(datagram.getLength());
        bytes.writeBytes(datagram.getData(), datagram.getOffset(), datagram.getLength());
        ctx.writeAndFlush(bytes).addListener(sent -> noteUnsent(sent.cause()));
    }

    /** Nobody listens there, says the kernel; what is lost on the way is sent again, and never gets here. */
    private void noteUnsent(Throwable cause) {
        if (cause instanceof PortUnreachableException refused && !handshake.isDone()) {
            fail(refused);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        noteUnsent(cause);
        context.fireExceptionCaught(cause);
    }

    private void established() {
        handshake.complete(null);
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            seal(next);
        }
    }

    private void fail(IOException why) {
        handshake.completeExceptionally(why);
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            drop(next, why);
        }
        if (handshake.isCompletedExceptionally()) {
            ctx.close();
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        records.close(server);
        context.close(promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new IOException("the channel was closed during the handshake"));
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        records.destroy();
        fail(new IOException("the channel was closed during the handshake"));
    }

    private final class Sessions implements SessionTable.Listener {
        @Override
        public void opened(InetSocketAddress peer) {
            // Its handshake begins.
        }

        @Override
        public void established(InetSocketAddress peer) {
            ctx.executor().execute(DtlsClientHandler.this::established);
        }

        @Override
        public void moved(InetSocketAddress from, InetSocketAddress to) {
            throw new IllegalStateException("a client's channel hears from its server alone");
        }

        @Override
        public void ended(InetSocketAddress peer, boolean established) {
            if (established) {
                ctx.fireUserEventTriggered(new DtlsSessionEvent.Ended(peer));
                ctx.close();
            }
        }
    }

    private final class Handshakes extends SessionAdapter {
        @Override
        public void handshakeFailed(Handshaker failed, Throwable error) {
            fail(HandshakeFailure.of(error));
        }
    }
}
