package paloma.web;

import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
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
    /** As many browsers as may watch, and as many scrapers, probes and people with curl. */
    public static final int MAX_CONNECTIONS = 128;

    /** Not all of them: whoever opens many from one address is in the way of himself first. */
    public static final int MAX_CONNECTIONS_PER_SOURCE = 96;

    private static final int MAX_REQUEST_LINE_BYTES = 2_048;
    private static final int MAX_HEADER_BYTES = 8_192;

    /** Bounds how many requests that are sent at once are taken at once. */
    private static final int READ_BYTES = 2_048;

    private final EventLoopGroup loop;
    private final Answerer answerer;
    private final SiteAnswers site;
    private final SslContext tls;
    private final TcpEndpoint endpoint;

    private HttpAnswers(
            Transport transport,
            InetSocketAddress address,
            String name,
            int threads,
            ConnectionWatch watch,
            Function<String, Answer> answers,
            Consumer<Throwable> mistakes,
            SiteSettings settings)
            throws IOException {
        this.answerer = new Answerer(name, threads, 2 * MAX_CONNECTIONS, asked -> reply(asked, answers), mistakes);
        this.site = settings == null || settings.site() == null ? null : new SiteAnswers(settings, answerer::mistaken);
        this.tls = settings == null ? null : settings.tls();
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
        return open(transport, address, name, threads, watch, answers, mistakes, null);
    }

    /**
     * The same, with a site beside the answers.
     *
     * @param site asked for what is its own, or null where there is none
     */
    public static HttpAnswers open(
            Transport transport,
            InetSocketAddress address,
            String name,
            int threads,
            ConnectionWatch watch,
            Function<String, Answer> answers,
            Consumer<Throwable> mistakes,
            SiteSettings site)
            throws IOException {
        return new HttpAnswers(transport, address, name, threads, watch, answers, mistakes, site);
    }

    public InetSocketAddress address() {
        return endpoint.address();
    }

    @Override
    public void close() {
        endpoint.close();
        closeThreads();
    }

    private Reply reply(Asked asked, Function<String, Answer> answers) {
        return site != null && SiteAnswers.isOf(asked.path()) ? site.reply(asked) : answers.apply(asked.path());
    }

    private void closeThreads() {
        answerer.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(); // by then NIO has let go of the port
        if (site != null) {
            site.close();
        }
    }

    private void addHandlers(ChannelPipeline pipeline) {
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        pipeline.channel()
                .config()
                .setOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
        if (tls != null) {
            pipeline.addLast("tls", tls.newHandler(pipeline.channel().alloc()));
        }
        pipeline.addLast("http", new HttpServerCodec(config));
        pipeline.addLast("answers", new AnswerHandler(answerer));
    }
}
