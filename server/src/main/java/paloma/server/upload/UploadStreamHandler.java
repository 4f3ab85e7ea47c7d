package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import paloma.net.LingeringCloseHandler;
import paloma.server.handler.StreamSource;

/**
 * One connection, one upload: all that comes until the end of its stream, whatever is in it. Once the file has its name
 * our stream ends without a word; else a line says what is kept and why. Until one of them the connection, if it breaks
 * or this process dies, is reset: an end without a word would pass for success.
 */
final class UploadStreamHandler extends ChannelInboundHandlerAdapter implements UploadListener {
    static final String EMPTY = "nothing kept: the stream was empty, and makes no file";
    static final String ENDED = "the server ended the connection before the file was stored";

    private static final String BROKE = "the connection broke before the end of the stream";

    private final Gateway gateway;
    private final DiskQueue queue;
    private final long idleNanos;
    /** What there was no room for: no more than is read at once, as reading stops then. */
    private final Queue<ByteBuf> held = new ArrayDeque<>();

    private ChannelHandlerContext ctx;
    private UploadSender sender;
    private boolean inputEnded;
    private String brokenOff;
    private boolean lastGiven;
    private boolean waiting;
    private boolean told;
    private boolean deferred;

    /** @param idleNanos how long the sender may be silent, as the pipeline before this watches it */
    UploadStreamHandler(Gateway gateway, DiskQueue queue, long idleNanos) {
        this.gateway = gateway;
        this.queue = queue;
        this.idleNanos = idleNanos;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        LingeringCloseHandler.resetAtClose(ctx.channel(), true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (takesNoMore()) {
            bytes.release();
            return;
        }
        if (sender == null) {
            sender = new UploadSender(gateway, StreamSource.of(ctx.channel()), this);
            deferred = true;
            gateway.meter().deferred();
        }
        held.add(bytes);
        handOn();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded();
        } else if (event instanceof IdleStateEvent && !waiting) {
            breakOff("nothing came for " + TimeUnit.NANOSECONDS.toSeconds(idleNanos) + " s (upload-idle)");
        } else if (event == LingeringCloseHandler.END && !told) {
            tell(ENDED);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        breakOff(cause instanceof IOException ? BROKE : Uploads.OUR_MISTAKE);
        ctx.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        breakOff(BROKE);
        settle();
        ctx.fireChannelInactive();
    }

    @Override
    public void stored() {
        onLoop(() -> tell(null));
    }

    @Override
    public void incomplete(String line) {
        onLoop(() -> tell(line));
    }

    private void inputEnded() {
        if (takesNoMore()) {
            return;
        }
        inputEnded = true;
        if (sender == null) {
            tell(EMPTY);
        } else {
            handOn();
        }
    }

    private void breakOff(String why) {
        if (takesNoMore()) {
            return;
        }
        brokenOff = why;
        if (sender == null) {
            tell("nothing kept: " + why);
        } else {
            handOn();
        }
    }

    /** Only the end of the stream, which came first, makes it whole: what breaks after it does no harm. */
    private boolean takesNoMore() {
        return inputEnded || brokenOff != null || told;
    }

    /** Gives to the disk thread what it has room for, and last how the stream ended. */
    private void handOn() {
        if (waiting) {
            return;
        }
        if (queue.hasEnded()) {
            letGo();
            tell("incomplete: the server stopped");
        } else if (!isHandedOn() || !queue.accepts()) {
            waiting = true;
            ctx.channel().config().setAutoRead(false);
            queue.whenAccepting(() -> ctx.executor().execute(this::goOn));
        }
    }

    private void goOn() {
        waiting = false;
        handOn();
        if (!waiting && !takesNoMore()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private boolean isHandedOn() {
        try {
            while (!held.isEmpty()) {
                if (!queue.offer(sender, held.peek(), System.nanoTime())) {
                    return false;
                }
                held.remove().release();
            }
        } catch (Throwable e) { // memory is short
            gateway.meter().failed(e);
            brokenOff = Uploads.OUR_MISTAKE;
            letGo();
        }
        if ((inputEnded || brokenOff != null) && !lastGiven) {
            lastGiven = queue.offerEnd(sender, brokenOff, System.nanoTime());
            return lastGiven;
        }
        return true;
    }

    private void letGo() {
        held.forEach(ByteBuf::release);
        held.clear();
    }

    /** Says how it ended, once; null for a file that is stored. */
    private void tell(String line) {
        if (told) {
            return;
        }
        told = true;
        if (sender != null && !inputEnded && brokenOff == null) {
            brokenOff = line;
            handOn();
        }
        settle();
        if (line != null && ctx.channel().isActive()) {
            ctx.write(ByteBufUtil.writeUtf8(ctx.alloc(), line + "\n"), ctx.voidPromise());
        }
        LingeringCloseHandler.end(ctx.channel());
    }

    private void settle() {
        if (deferred) {
            deferred = false;
            gateway.meter().settled();
        }
    }

    private void onLoop(Runnable task) {
        try {
            ctx.executor().execute(task);
        } catch (RejectedExecutionException e) {
            return; // the event loop has ended, and with it the connection
        }
    }
}
