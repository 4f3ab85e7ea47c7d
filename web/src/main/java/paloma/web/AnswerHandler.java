package paloma.web;

import static io.netty.handler.codec.http.HttpHeaderValues.CLOSE;
import static io.netty.handler.codec.http.HttpHeaderValues.KEEP_ALIVE;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import paloma.net.ConnectionLimits;

/**
 * Answers the requests of one connection in their order, one at a time. A client has so long for the rest of a request,
 * to take an answer and to ask again; while an answer is computed nothing more is read from it.
 */
final class AnswerHandler extends ChannelInboundHandlerAdapter {
    private static final int REQUEST_SECONDS = 3;
    private static final int ANSWER_SECONDS = 10;
    private static final int NEXT_REQUEST_SECONDS = 10;

    private final Answerer answerer;
    private final Queue<Asked> waiting = new ArrayDeque<>();
    private Asked incoming;
    private boolean answering;
    private Runnable computing = () -> {};
    private boolean inputEnded;
    private boolean outputEnded;
    private Future<?> deadline;

    AnswerHandler(Answerer answerer) {
        this.answerer = answerer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        hangUpIn(REQUEST_SECONDS, ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!outputEnded) {
                read(ctx, (HttpObject) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** The client ends its side, and still wants the answers to what it asked before. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            answerNext(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel(false);
        answerer.forget(computing);
    }

    /** The connection is a WebSocket from now on. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.cancel(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!ClientFault.is(cause)) {
            answerer.mistaken(cause);
        }
        ctx.close();
    }

    private void read(ChannelHandlerContext ctx, HttpObject part) {
        if (part instanceof HttpRequest request) {
            incoming = Asked.of(request, source(ctx));
        }
        boolean whole = part instanceof LastHttpContent || (incoming != null && incoming.refusal() != null);
        if (whole && incoming != null) {
            waiting.add(incoming);
            incoming = null;
            answerNext(ctx);
        }
    }

    private static InetAddress source(ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
    }

    private void answerNext(ChannelHandlerContext ctx) {
        if (answering || outputEnded) {
            endIfBothDid(ctx);
        } else if (!waiting.isEmpty()) {
            answer(ctx, waiting.remove());
        } else if (inputEnded) {
            ctx.close();
        } else {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void endIfBothDid(ChannelHandlerContext ctx) {
        if (outputEnded && inputEnded) {
            ctx.close();
        }
    }

    private void answer(ChannelHandlerContext ctx, Asked asked) {
        answering = true;
        deadline.cancel(false);
        ctx.channel().config().setAutoRead(false);
        if (asked.refusal() != null) {
            write(ctx, asked, asked.refusal());
        } else {
            ConnectionLimits.computesFor(ctx.channel(), true);
            computing = answerer.answer(asked, ctx.executor(), reply -> take(ctx, asked, reply));
        }
    }

    private void take(ChannelHandlerContext ctx, Asked asked, Reply reply) {
        if (reply instanceof Upgrade upgrade) {
            waiting.clear();
            upgrade.begin(ctx, asked);
        } else {
            write(ctx, asked, (Answer) reply);
        }
    }

    private void write(ChannelHandlerContext ctx, Asked asked, Answer answer) {
        if (ctx.channel().isActive()) {
            ConnectionLimits.computesFor(ctx.channel(), false);
            hangUpIn(ANSWER_SECONDS, ctx);
            ctx.writeAndFlush(response(asked, answer)).addListener(written -> answered(ctx, asked, written));
        }
    }

    private void answered(ChannelHandlerContext ctx, Asked asked, Future<?> written) {
        answering = false;
        if (!written.isSuccess()) {
            ctx.close();
        } else if (asked.keepAlive()) {
            hangUpIn(NEXT_REQUEST_SECONDS, ctx);
            answerNext(ctx);
        } else {
            endOutput(ctx);
        }
    }

    /** What the client is still sending is read and dropped: a reset could overtake the answer (RFC 9112, section 9.6). */
    private void endOutput(ChannelHandlerContext ctx) {
        outputEnded = true;
        waiting.clear();
        ChannelFuture ended = ((DuplexChannel) ctx.channel()).shutdownOutput();
        ended.addListener(done -> endIfBothDid(ctx));
        hangUpIn(REQUEST_SECONDS, ctx);
        ctx.channel().config().setAutoRead(true);
    }

    private void hangUpIn(int seconds, ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
    }

    private static HttpResponse response(Asked asked, Answer answer) {
        byte[] body = answer.body();
        HttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
        if (answer.status() != Answer.NOT_MODIFIED) { // would be the length of what is not sent (RFC 9110, section 8.6)
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        answer.headers().forEach(response.headers()::set);
        if (answer.status() == Answer.WRONG_METHOD) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        response.headers().set(HttpHeaderNames.CONNECTION, asked.keepAlive() ? KEEP_ALIVE : CLOSE);
        return response;
    }
}
