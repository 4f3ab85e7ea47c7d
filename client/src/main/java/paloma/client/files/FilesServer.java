package paloma.client.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import paloma.client.call.Caller;
import paloma.client.call.Dialer;
import paloma.client.call.RetryPolicy;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
import paloma.client.option.HostPort;
import paloma.client.terminal.CliException;
import paloma.service.WellKnown;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** Finds the server of a command: the only address of its host, or the first of several that answers a Hello. */
final class FilesServer {
    /** As long as a single address is waited for. */
    private static final RetryPolicy POLICY = new RetryPolicy(TimeUnit.SECONDS.toNanos(2), 5);

    private FilesServer() {}

    static InetSocketAddress find(HostPort host) throws CliException {
        Targets server = host.resolve(Kind.UDP, WellKnown.FILES.port());
        return server.areSeveral() ? answering(server) : server.all().get(0).address();
    }

    private static InetSocketAddress answering(Targets server) throws CliException {
        try (Caller caller = new Caller(new Dialer(server), POLICY)) {
            long nonce = new SecureRandom().nextLong();
            caller.ask(hello(nonce), answer -> isAnswer(Wire.decode(Unpooled.wrappedBuffer(answer)), nonce));
            return caller.answering().address();
        } catch (CliException e) {
            throw new CliException(e.getMessage(), Exit.GONE);
        }
    }

    /** It makes no state at the server, so that asking several costs nobody anything. */
    private static byte[] hello(long nonce) {
        ByteBuf hello = Unpooled.buffer();
        Wire.encode(new Hello(Wire.VERSION, nonce, Wire.SAFE_BYTES), hello);
        return ByteBufUtil.getBytes(hello);
    }

    private static boolean isAnswer(Message message, long nonce) {
        return message instanceof Cookie cookie && cookie.nonce() == nonce
                || message instanceof Versions versions && versions.nonce() == nonce;
    }
}
