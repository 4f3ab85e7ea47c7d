package paloma.net.dtls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import paloma.net.dtls.DtlsWatch.Refusal;

/** A server that echoes and its clients, joined in memory, in a time that the test turns. */
final class SimulatedDtls implements AutoCloseable {
    static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 7017);

    final DtlsServerHandler handler;
    final EmbeddedChannel server;
    final List<DtlsSessionEvent> events = new ArrayList<>();
    final Counts counts = new Counts();
    private final Map<InetSocketAddress, EmbeddedChannel> clients = new LinkedHashMap<>();
    /** What becomes of each datagram. */
    Fate fate = (fromServer, number, datagram) -> List.of(datagram);

    /** Told what each datagram takes the server of a processor. */
    LongConsumer servedNanos = nanos -> {};

    private int sent;

    interface Fate {
        /** Returns what arrives instead, in this order. */
        List<ByteBuf> of(boolean fromServer, int number, ByteBuf datagram);
    }

    /** Counts what the server says. */
    static final class Counts implements DtlsWatch {
        final Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
        int established;
        int failed;
        int sessions;
        int unsent;

        @Override
        public void refused(Refusal why) {
            refused.merge(why, 1, Integer::sum);
        }

        @Override
        public void established() {
            established++;
        }

        @Override
        public void failed() {
            failed++;
        }

        @Override
        public void sessions(int count) {
            sessions = count;
        }

        @Override
        public void unsent() {
            unsent++;
        }
    }

    SimulatedDtls(DtlsServerSettings settings) {
        this(settings, DtlsAdmission.ALL);
    }

    SimulatedDtls(DtlsServerSettings settings, DtlsAdmission admission) {
        handler = new DtlsServerHandler(settings, admission, counts);
        server = new EmbeddedChannel(handler, new Echo());
        server.freezeTime();
    }

    /** Adds a client at this address; it sends its first hello at the next {@link #carry()}. */
    DtlsClientHandler client(InetSocketAddress address, DtlsClientSettings settings) {
        DtlsClientHandler client = new DtlsClientHandler(settings, SERVER);
        EmbeddedChannel channel = new EmbeddedChannel(client);
        channel.freezeTime();
        clients.put(address, channel);
        return client;
    }

    /** Takes a client away who says nothing about it. */
    void forget(InetSocketAddress address) {
        fate = (fromServer, number, datagram) -> {
            datagram.release();
            return List.of();
        };
        clients.remove(address).finishAndReleaseAll();
        fate = (fromServer, number, datagram) -> List.of(datagram);
    }

    EmbeddedChannel channel(InetSocketAddress address) {
        return clients.get(address);
    }

    /** Moves a client elsewhere, as a router that has forgotten it does. */
    void move(InetSocketAddress from, InetSocketAddress to) {
        clients.put(to, clients.remove(from));
    }

    /** Carries datagrams both ways until there are none. */
    void carry() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Map.Entry<InetSocketAddress, EmbeddedChannel> each : List.copyOf(clients.entrySet())) {
                each.getValue().runPendingTasks();
                for (Object out = each.getValue().readOutbound();
                        out != null;
                        out = each.getValue().readOutbound()) {
                    moved = true;
                    for (ByteBuf arrives : fate.of(false, sent++, (ByteBuf) out)) {
                        toServer(each.getKey(), arrives);
                    }
                }
            }
            for (DatagramPacket out = server.readOutbound(); out != null; out = server.readOutbound()) {
                moved = true;
                deliver(out);
            }
        }
    }

    private void deliver(DatagramPacket out) {
        EmbeddedChannel client = clients.get(out.recipient());
        for (ByteBuf arrives : fate.of(true, sent++, out.content())) {
            if (client == null || !client.isActive()) {
                arrives.release();
            } else {
                client.writeInbound(new DatagramPacket(arrives, out.recipient(), SERVER));
            }
        }
    }

    void toServer(InetSocketAddress from, ByteBuf datagram) {
        if (!server.isActive()) {
            datagram.release();
            return;
        }
        long before = cpuNanos();
        server.writeInbound(new DatagramPacket(datagram, SERVER, from));
        servedNanos.accept(cpuNanos() - before);
    }

    /** Carries, and lets time pass in steps until the handshake is done or has failed, for two minutes at most. */
    void shakeHands(DtlsClientHandler client) {
        carry();
        for (int i = 0; i < 240 && !client.handshake().isDone(); i++) {
            pass(500);
        }
    }

    void pass(long millis) {
        server.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        server.runScheduledPendingTasks();
        for (EmbeddedChannel each : List.copyOf(clients.values())) {
            each.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
            each.runScheduledPendingTasks();
        }
        carry();
    }

    /** Sends a message by this client and returns what came back, or null. */
    String ask(InetSocketAddress client, String text) {
        EmbeddedChannel channel = clients.get(client);
        channel.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        carry();
        return read(channel);
    }

    static String read(EmbeddedChannel client) {
        DatagramPacket answer = client.readInbound();
        if (answer == null) {
            return null;
        }
        try {
            return answer.content().toString(StandardCharsets.UTF_8);
        } finally {
            answer.release();
        }
    }

    /** Returns what this thread has had of a processor. */
    static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    @Override
    public void close() {
        clients.values().forEach(EmbeddedChannel::finishAndReleaseAll);
        server.finishAndReleaseAll();
        server.checkException();
    }

    private final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            ctx.write(new DatagramPacket(packet.content(), packet.sender(), packet.recipient()), ctx.voidPromise());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            events.add((DtlsSessionEvent) event);
        }
    }
}
