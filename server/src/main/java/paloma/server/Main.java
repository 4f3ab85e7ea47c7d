package paloma.server;

import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import paloma.datagram.Transport;
import paloma.datagram.UdpEndpoint;
import paloma.datagram.UdpOptions;
import paloma.server.core.Serving;
import paloma.server.core.UdpFrames;
import paloma.server.echo.EchoService;
import paloma.server.metrics.ServiceMeter;

public final class Main {
    public static void main(String[] args) throws Exception {
        Transport t = args.length > 1 && args[1].equals("nio") ? Transport.NIO : Transport.best();
        EventLoopGroup g = t.eventLoops(1, "loop");
        Serving s = new Serving(new EchoService(), new ServiceMeter("echo", "udp"));
        UdpEndpoint e = UdpEndpoint.open(
                t,
                g,
                new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])),
                UdpOptions.DEFAULT,
                p -> p.addLast(new UdpFrames(), s));
        System.out.println(t + " " + e.address() + " " + e.grantedReceiveBufferBytes());
        Thread.currentThread().join();
    }
}
