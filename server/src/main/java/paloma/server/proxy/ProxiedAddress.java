package paloma.server.proxy;

import java.net.InetSocketAddress;

/** The address of a client behind a proxy: what is sent to it goes through the proxy. */
final class ProxiedAddress extends InetSocketAddress {
    private static final long serialVersionUID = 1;

    private final InetSocketAddress proxy;

    ProxiedAddress(InetSocketAddress client, InetSocketAddress proxy) {
        super(client.getAddress(), client.getPort());
        this.proxy = proxy;
    }

    InetSocketAddress proxy() {
        return proxy;
    }
}
