package paloma.server.handler;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Who is at the other end of a connection: its peer, or the client that a proxy told. */
public final class StreamSource {
    private static final AttributeKey<InetSocketAddress> CLIENT = AttributeKey.valueOf("client-behind-proxy");

    private StreamSource() {}

    public static void set(Channel connection, InetSocketAddress client) {
        connection.attr(CLIENT).set(client);
    }

    public static SocketAddress of(Channel connection) {
        InetSocketAddress client = connection.attr(CLIENT).get();
        return client == null ? connection.remoteAddress() : client;
    }
}
