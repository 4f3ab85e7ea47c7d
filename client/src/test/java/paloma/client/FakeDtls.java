package paloma.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import paloma.net.dtls.DtlsAdmission;
import paloma.net.dtls.DtlsLimits;
import paloma.net.dtls.DtlsServerHandler;
import paloma.net.dtls.DtlsServerSettings;
import paloma.net.dtls.DtlsWatch;
import paloma.net.tls.TlsIdentity;

/** A DTLS server on loopback that answers each message in capitals. */
public final class FakeDtls implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final DtlsServerSettings settings;
    private final Predicate<String> answers;
    private final Predicate<InetSocketAddress> hears;
    private Channel channel;

    /** What was asked. */
    public final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private FakeDtls(DtlsServerSettings settings, String address, int port, Predicate<String> answers) {
        this(settings, address, port, answers, all -> true);
    }

    private FakeDtls(
            DtlsServerSettings settings,
            String address,
            int port,
            Predicate<String> answers,
            Predicate<InetSocketAddress> hears) {
        this.settings = settings;
        this.answers = answers;
        this.hears = hears;
        open(new InetSocketAddress(address, port));
    }

    public static FakeDtls raising(X509Bundle own) {
        return raising("127.0.0.1", 0, own);
    }

    public static FakeDtls raising(String address, int port, X509Bundle own) {
        return new FakeDtls(settings(own, null, null), address, port, all -> true);
    }

    /** Returns one that answers nothing but what it hears a second time. */
    public static FakeDtls deafOnce(X509Bundle own) {
        AtomicInteger asked = new AtomicInteger();
        return new FakeDtls(settings(own, null, null), "127.0.0.1", 0, all -> asked.incrementAndGet() > 1);
    }

    /** Returns what is as a balancer that sends the first port to a server that is gone: only others are heard. */
    public static FakeDtls deafToTheFirstPort(X509Bundle own) {
        AtomicInteger first = new AtomicInteger();
        return new FakeDtls(settings(own, null, null), "127.0.0.1", 0, all -> true, sender -> {
            first.compareAndSet(0, sender.getPort());
            return sender.getPort() != first.get();
        });
    }

    public static FakeDtls askingClients(X509Bundle own, X509Bundle clients) throws Exception {
        TrustManager trust = clients.toTrustManager();
        return new FakeDtls(settings(own, (X509TrustManager) trust, null), "127.0.0.1", 0, all -> true);
    }

    public static FakeDtls knowing(Map<String, byte[]> keys) {
        return new FakeDtls(settings(null, null, keys), "127.0.0.1", 0, all -> true);
    }

    private static DtlsServerSettings settings(X509Bundle own, X509TrustManager clients, Map<String, byte[]> keys) {
        TlsIdentity identity =
                own == null ? null : new TlsIdentity(own.getKeyPair().getPrivate(), List.of(own.getCertificatePath()));
        return new DtlsServerSettings(identity, clients, keys, false, DtlsLimits.DEFAULT);
    }

    public String host() {
        return "127.0.0.1:" + port();
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /**
     * Forgets all sessions and tells nobody, as a server does that is killed and started again. The socket stays: another
     * test would take its port.
     */
    public void startAnew() {
        channel.eventLoop()
                .submit(() -> channel.pipeline().replace(DtlsServerHandler.class, null, records()))
                .syncUninterruptibly();
    }

    private DtlsServerHandler records() {
        return new DtlsServerHandler(settings, DtlsAdmission.ALL, DtlsWatch.NONE);
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void open(InetSocketAddress address) {
        channel = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(65_536))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline().addLast(ears(), records(), raiser());
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    private SimpleChannelInboundHandler<DatagramPacket> ears() {
        return new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
                if (hears.test(packet.sender())) {
                    ctx.fireChannelRead(packet.retain());
                }
            }
        };
    }

    private SimpleChannelInboundHandler<DatagramPacket> raiser() {
        return new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
                String request = packet.content().toString(StandardCharsets.UTF_8);
                heard.add(request);
                if (answers.test(request)) {
                    byte[] answer = request.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
                    ctx.writeAndFlush(new DatagramPacket(ctx.alloc().buffer().writeBytes(answer), packet.sender()));
                }
            }
        };
    }
}
