package paloma.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.FlushStrategy;
import io.netty.handler.codec.quic.InsecureQuicTokenHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.QuicConnectionStats;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;

/**
 * Bytes over QUIC (RFC 9000) as Netty speaks it, to compare with; what is said and printed is as in {@code link/bulk.c}.
 *
 * <pre>
 * QuicBulk serve PORT CONGESTION
 * QuicBulk put|get HOST PORT CONGESTION BYTES SECONDS
 * </pre>
 *
 * One stream takes all. It has what makes it fast: bursts out (sendmmsg with UDP_SEGMENT) and in (recvmmsg), windows that
 * never fill, and packets of 1,452 bytes, which is what Ethernet takes. The server's key is made anew at each start, and
 * the client trusts any.
 */
public final class QuicBulk {
    private static final int PACKET_BYTES = 1_452;
    private static final int BURST_PACKETS = 32;
    private static final long WINDOW_BYTES = 256L << 20;
    private static final int BLOCK_BYTES = 256 << 10;
    private static final int WISH_BYTES = 16;

    /** So often a server tells how much of a put has come. */
    private static final int TELL_BYTES = 1_000_000;

    private static final long IDLE_SECONDS = 60;
    private static final SegmentedDatagramPacketAllocator BURSTS = EpollQuicUtils.newSegmentedAllocator(BURST_PACKETS);
    private static final String PASSWORD = "of a key that nobody else sees";

    private QuicBulk() {}

    public static void main(String[] words) throws Exception {
        if (words.length == 3 && words[0].equals("serve")) {
            serve(Integer.parseInt(words[1]), congestion(words[2]));
        } else if (words.length == 6 && (words[0].equals("put") || words[0].equals("get"))) {
            InetSocketAddress there = new InetSocketAddress(words[1], Integer.parseInt(words[2]));
            Wish wish = new Wish(words[0].equals("put"), Long.parseLong(words[4]));
            ask(wish, there, congestion(words[3]), Double.parseDouble(words[5]));
        } else {
            System.err.println(
                    "usage: QuicBulk serve PORT CONGESTION, QuicBulk put|get HOST PORT CONGESTION BYTES SECONDS");
            System.exit(2);
        }
    }

    /** What a client wants: to give so many bytes, or to get them. */
    record Wish(boolean put, long bytes) {}

    private static QuicCongestionControlAlgorithm congestion(String name) {
        return QuicCongestionControlAlgorithm.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static <B extends QuicCodecBuilder<B>> B tuned(B codec, QuicCongestionControlAlgorithm congestion) {
        return codec.maxIdleTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
                .congestionControlAlgorithm(congestion)
                .maxSendUdpPayloadSize(PACKET_BYTES)
                .maxRecvUdpPayloadSize(PACKET_BYTES)
                .initialMaxData(WINDOW_BYTES)
                .initialMaxStreamDataBidirectionalLocal(WINDOW_BYTES)
                .initialMaxStreamDataBidirectionalRemote(WINDOW_BYTES)
                .initialMaxStreamsBidirectional(1)
                .flushStrategy(FlushStrategy.afterNumPackets(BURST_PACKETS));
    }

    private static Channel bind(ChannelHandler codec, InetSocketAddress here) throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        return new Bootstrap()
                .group(loop)
                .channel(EpollDatagramChannel.class)
                .option(EpollChannelOption.SO_RCVBUF, 4 << 20)
                .option(EpollChannelOption.SO_SNDBUF, 4 << 20)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, PACKET_BYTES)
                .option(
                        EpollChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(BURST_PACKETS * PACKET_BYTES))
                .handler(codec)
                .bind(here)
                .sync()
                .channel();
    }

    private static void serve(int port, QuicCongestionControlAlgorithm congestion) throws Exception {
        QuicServerCodecBuilder codec = tuned(new QuicServerCodecBuilder(), congestion)
                .sslContext(QuicSslContextBuilder.forServer(newKey(), PASSWORD)
                        .applicationProtocols("bulk")
                        .build())
                .tokenHandler(InsecureQuicTokenHandler.INSTANCE)
                .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, BURSTS)
                .handler(new ChannelInboundHandlerAdapter())
                .streamHandler(new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel stream) {
                        stream.pipeline().addLast(new Serving());
                    }
                });
        Channel socket = bind(codec.build(), new InetSocketAddress(port));
        System.out.println("ready :" + port);
        socket.closeFuture().sync();
    }

    /** A key and a certificate of its own, made by the JDK's keytool. */
    private static KeyManagerFactory newKey() throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("quic-bulk");
        Path file = folder.resolve("key.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "bulk",
                        "-dname",
                        "CN=bulk",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(keytool + " ended with " + process.exitValue());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Files.delete(file);
        Files.delete(folder);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        return factory;
    }

    private static void ask(
            Wish wish, InetSocketAddress there, QuicCongestionControlAlgorithm congestion, double seconds)
            throws Exception {
        QuicClientCodecBuilder codec = tuned(new QuicClientCodecBuilder(), congestion)
                .sslContext(QuicSslContextBuilder.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .applicationProtocols("bulk")
                        .build());
        Channel socket = bind(codec.build(), new InetSocketAddress(0));
        Asking asking = new Asking(wish);
        long began = System.nanoTime();
        QuicChannel connection = QuicChannel.newBootstrap(socket)
                .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, BURSTS)
                .handler(new ChannelInboundHandlerAdapter())
                .remoteAddress(there)
                .connect()
                .get();
        connection.createStream(QuicStreamType.BIDIRECTIONAL, asking).get();
        long moved = await(asking.moved, asking, (long) (seconds * 1e9) - (System.nanoTime() - began));
        double took = (System.nanoTime() - began) / 1e9;
        QuicConnectionStats stats = connection.collectStats().get();
        System.out.printf(
                Locale.ROOT,
                "{\"event\":\"done\",\"bytes\":%d,\"seconds\":%.6f,\"sent_bytes\":%d,\"retransmitted\":%d}%n",
                moved,
                took,
                stats.sentBytes(),
                stats.streamRetransBytes());
        System.exit(0);
    }

    private static long await(CompletableFuture<Long> moved, Asking asking, long nanos) throws Exception {
        try {
            return moved.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return asking.soFar();
        }
    }

    /** Writes zeros while there is room, and counts what it takes. */
    private abstract static class Moving extends ChannelInboundHandlerAdapter {
        private long toGive;

        final void give(ChannelHandlerContext context, long bytes) {
            toGive = bytes;
            giveOn(context);
        }

        private void giveOn(ChannelHandlerContext context) {
            while (toGive > 0 && context.channel().isWritable()) {
                int length = (int) Math.min(BLOCK_BYTES, toGive);
                toGive -= length;
                context.write(context.alloc().directBuffer(length).writeZero(length));
            }
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            giveOn(context);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            System.err.println("quic: " + cause);
            context.close();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownReadComplete) {
                context.close();
            }
        }
    }

    /** The server's side of a stream. */
    private static final class Serving extends Moving {
        private ByteBuf opening;
        private Wish wish;
        private long taken;
        private long told;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (wish == null) {
                opening = opening == null ? context.alloc().buffer(WISH_BYTES) : opening;
                opening.writeBytes(bytes, Math.min(opening.writableBytes(), bytes.readableBytes()));
                begin(context);
            }
            taken += bytes.readableBytes();
            bytes.release();
            if (wish != null && wish.put && (taken == wish.bytes || taken - told >= TELL_BYTES)) {
                told = taken;
                context.writeAndFlush(context.alloc().buffer(Long.BYTES).writeLong(told));
            }
        }

        private void begin(ChannelHandlerContext context) {
            if (opening.readableBytes() < WISH_BYTES) {
                return;
            }
            wish = new Wish(opening.readLong() != 0, opening.readLong());
            opening.release();
            if (!wish.put) {
                give(context, wish.bytes);
            }
        }
    }

    /** The client's side: a put ends with the last count that the server tells, a get with the last byte. */
    private static final class Asking extends Moving {
        final CompletableFuture<Long> moved = new CompletableFuture<>();
        private final Wish wish;
        private long count;
        private int countBytes;
        private volatile long taken;

        Asking(Wish wish) {
            this.wish = wish;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.write(context.alloc()
                    .buffer(WISH_BYTES)
                    .writeLong(wish.put ? 1 : 0)
                    .writeLong(wish.bytes));
            give(context, wish.put ? wish.bytes : 0);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (wish.put) {
                readCounts(bytes);
            } else {
                taken += bytes.readableBytes();
            }
            bytes.release();
            if (taken == wish.bytes) {
                moved.complete(taken);
            }
        }

        private void readCounts(ByteBuf bytes) {
            while (bytes.isReadable()) {
                count = count << 8 | bytes.readUnsignedByte();
                if (++countBytes == Long.BYTES) {
                    taken = count;
                    countBytes = 0;
                }
            }
        }

        /** Returns the bytes that are known to have come when time is over. */
        long soFar() {
            return taken;
        }
    }
}
