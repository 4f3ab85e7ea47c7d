package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import paloma.server.handler.Backpressure;
import paloma.server.metrics.Refusal;
import paloma.service.Request;
import paloma.service.Service;

/**
 * Answers nothing; appends what one sender sends, in order of arrival, until a {@code bye}, and then the file appears
 * whole. A {@code bye} with nothing before it makes no file, so that it may be sent twice; an empty datagram is
 * ignored. On the event loop a payload is only copied.
 */
public final class UploadService implements Service, Backpressure {
    private final Gateway gateway;
    private final DiskQueue queue;
    private final Doubts doubts;

    UploadService(Gateway gateway, DiskQueue queue, Doubts doubts) {
        this.gateway = gateway;
        this.queue = queue;
        this.doubts = doubts;
    }

    @Override
    public void serve(Request request) {
        ByteBuf payload = request.payload();
        if (!payload.isReadable()) {
            return;
        }
        if (isNameless(request.source())) {
            gateway.meter().refused(Refusal.NO_ADDRESS); // all such senders look the same, and would mix
            return;
        }
        UploadSender sender = new UploadSender(gateway, request.source());
        try {
            if (!queue.offer(sender, payload, request.arrivalNanos())) {
                gateway.meter().refused(Refusal.BUSY);
                lost(sender, request, "its datagrams came faster than the disk took them");
            }
        } catch (Throwable e) {
            lost(sender, request, Uploads.OUR_MISTAKE);
            throw e;
        }
    }

    /** What is missing a {@code bye} is no file yet: only other losses leave a hole that nobody sees. */
    private void lost(UploadSender sender, Request request, String why) {
        if (!Bye.is(request.payload())) {
            doubts.lost(sender, request.arrivalNanos(), why);
        }
    }

    @Override
    public boolean accepts() {
        return queue.accepts();
    }

    @Override
    public void whenAccepting(Runnable resume) {
        queue.whenAccepting(resume);
    }

    private static boolean isNameless(SocketAddress source) {
        return source instanceof DomainSocketAddress unix && unix.path().isEmpty();
    }
}
