package paloma.net.dtls;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;

/**
 * Scandium's connector without its socket and its threads: datagrams of records come in by {@link #processDatagram}, and
 * leave through a consumer. All calls are made on the event loop, and what they cause is done when they return.
 */
final class RecordLayer extends DTLSConnector {
    /** The smallest of IPv6 (RFC 8200, section 5), which every path takes: flights are cut to it, messages are not. */
    private static final int MTU = 1280;

    private final Consumer<DatagramPacket> out;

    RecordLayer(DtlsConnectorConfig config, SessionTable sessions, EventLoop loop, Consumer<DatagramPacket> out) {
        super(config, sessions);
        this.out = out;
        setExecutor(new LoopExecutor(loop));
    }

    @Override
    protected void start(InetSocketAddress unused) throws IOException {
        init(unused, new NoSocket(), MTU);
    }

    @Override
    protected void sendNextDatagramOverNetwork(DatagramPacket datagram) {
        out.accept(datagram);
    }

    @Override
    public void sendFlight(List<DatagramPacket> datagrams) {
        datagrams.forEach(out);
    }
}
