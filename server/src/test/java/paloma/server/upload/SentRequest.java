package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import paloma.service.Reply;
import paloma.service.Request;

/** A request without a network: keeps what was answered. */
public final class SentRequest implements Request {
    public static final SocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 40312);

    private final ByteBuf payload;
    private final SocketAddress source;
    private final int answerLimitBytes;
    private final long arrivalNanos = System.nanoTime();
    private ByteBuf answer;

    public SentRequest(byte[] payload, SocketAddress source, int answerLimitBytes) {
        this.payload = Unpooled.wrappedBuffer(payload);
        this.source = source;
        this.answerLimitBytes = answerLimitBytes;
    }

    public static SentRequest of(String text) {
        return new SentRequest(text.getBytes(StandardCharsets.UTF_8), SOURCE, 65_507);
    }

    /** Returns what was answered, or null. */
    public String answered() {
        return answer == null ? null : answer.toString(StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuf payload() {
        return payload;
    }

    @Override
    public SocketAddress source() {
        return source;
    }

    @Override
    public long arrivalNanos() {
        return arrivalNanos;
    }

    @Override
    public int answerLimitBytes() {
        return answerLimitBytes;
    }

    @Override
    public void answer(ByteBuf bytes) {
        answer = bytes;
    }

    @Override
    public Reply answerLater() {
        throw new UnsupportedOperationException();
    }
}
