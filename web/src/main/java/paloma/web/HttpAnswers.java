package paloma.web;

import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import paloma.net.ConnectionLimits;
import paloma.net.ConnectionWatch;
import paloma.net.TcpEndpoint;
import paloma.net.Transport;

/**
 * Answers GET and HEAD over HTTP/1.1 on an event loop and threads of its own: no scrape delays a datagram. The longest
 * silent of {@value #MAX_CONNECTIONS} connections gives way to a new one, so that none keeps a probe out.
 */
public final class HttpAnswers implements AutoCloseable {
    /** More than scrapers, probes and people make. */
    public static final int MAX_CONNECTIONS = 64;

    /** Half of them: whoever opens many from one address is in the way of himself first. */
    public static final int MAX_CONNECTIONS_PER_SOURCE = MAX_CONNECTIONS / 2;

    private static final int MAX_REQUEST_LINE_BYTES = 2_048;
    private static final int MAX_HEADER_BYTES = 8_192;

    /** Bounds how many requests that are sent at once are taken at once. */
    private static final int READ_BYTES = 2_048;

    private final EventLoopGroup loop;
    private final Answerer answerer;
    private final TcpEndpoint endpoint;

    private HttpAnswers(
            Transport transport, InetSocketAddress address, String name, ConnectionWatch watch, Answerer answerer)
            throws IOException {
        this.answerer = answerer;
        this.loop = transport.eventLoops(1, name);
        try {
            ConnectionLimits limits =
                    new ConnectionLimits(MAX_CONNECTIONS, MAX_CONNECTIONS_PER_SOURCE, 0, System::nanoTime);
            this.endpoint = TcpEndpoint.open(transport, loop, address, limits, watch, this::addHandlers);
        } catch (IOException e) {
            closeThreads();
            throw e;
        }
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @param name of its threads
     * @param threads that compute answers, at most
     * @param watch told of connections that had to give way
     * @param answers called with the path of each request, on a thread that may block
     * @param mistakes called with the first Throwable of {@code answers}, for the log: whoever scrapes asks again every
     *     few seconds
     * @throws IOException when the port is taken or the address is not of this host
     */
    public static HttpAnswers open(
            Transport transport,
            InetSocketAddress address,
            String name,
            int threads,
            ConnectionWatch watch,
            Function<String, Answer> answers,
            Consumer<Throwable> mistakes)
            throws IOException {
        return new HttpAnswers(
                transport, address, name, watch, new Answerer(name, threads, 2 * MAX_CONNECTIONS, answers, mistakes));
    }

    public InetSocketAddress address() {
        return endpoint.address();
    }

    @Override
    public void close() {
        endpoint.close();
        closeThreads();
    }

    private void closeThreads() {
        answerer.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(); // by then NIO has let go of the port
    }

    private void addHandlers(ChannelPipeline pipeline) {
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        pipeline.channel()
                .config()
                .setOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
        pipeline.addLast("http", new HttpServerCodec(config));
        pipeline.addLast("answers", new AnswerHandler(answerer));
    }
}
