package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import paloma.server.metrics.Refusal;

/** What a sender of datagrams has sent since its last {@code bye}, or what came by a stream. */
final class Upload {
    private final UploadSender sender;
    private final UploadPart part;
    private final long beganNanos;
    private final long droppedBefore;
    private long lastNanos;
    private String fault;
    private Refusal refusal;
    private boolean lastIsByeLine;

    /**
     * @param part where it goes
     * @param droppedBefore how many datagrams the kernel had dropped before the first one came
     */
    Upload(UploadSender sender, UploadPart part, long beganNanos, long droppedBefore) {
        this.sender = sender;
        this.part = part;
        this.beganNanos = beganNanos;
        this.droppedBefore = droppedBefore;
        this.lastNanos = beganNanos;
    }

    UploadSender sender() {
        return sender;
    }

    UploadPart part() {
        return part;
    }

    long beganNanos() {
        return beganNanos;
    }

    long droppedBefore() {
        return droppedBefore;
    }

    void came(ByteBuf bytes, long nanos) {
        lastNanos = nanos;
        lastIsByeLine = Bye.isLine(bytes);
    }

    boolean isIdle(long nowNanos, long idleNanos) {
        return nowNanos - lastNanos >= idleNanos;
    }

    /** Returns whether the sender seems to believe that it has ended the file, by a {@code bye} with a line end. */
    boolean lastIsByeLine() {
        return lastIsByeLine;
    }

    /** Takes no more: every further datagram is refused for {@code reason}. */
    void stop(Refusal reason, String why) {
        if (refusal == null) {
            refusal = reason;
            fault = why;
        }
    }

    /** Returns why it takes no more, or null. */
    Refusal refusal() {
        return refusal;
    }

    /** Returns why it takes no more in words, or null. */
    String fault() {
        return fault;
    }
}
