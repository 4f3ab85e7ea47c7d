package paloma.server.chat;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import paloma.server.bus.Bus;
import paloma.server.config.ChatSettings;
import paloma.service.Departure;
import paloma.service.Peer;
import paloma.service.PeerService;

/** One of several chats, with its way to what they share, which is open. */
final class FleetServer implements PeerService, Bus.Listener {
    final Chat chat;
    final FakeRedis.Way way;
    private final Supplier<Moment> clock;

    FleetServer(FakeRedis redis, ChatSettings settings, RandomGenerator random, Supplier<Moment> clock) {
        this.clock = clock;
        way = redis.way();
        chat = new Chat(settings, way, Runnable::run, random, clock.get().nanos());
        way.listen(this);
        way.openNew();
    }

    @Override
    public void arrived(Peer peer) {
        chat.arrived(peer, clock.get());
    }

    @Override
    public void received(Peer peer, ByteBuf line) {
        chat.received(peer, line, clock.get());
    }

    @Override
    public void departed(Peer peer, Departure departure) {
        chat.departed(peer, departure, clock.get());
    }

    @Override
    public void joined(Map<String, Map<String, byte[]>> tables) {
        chat.fromOthers().joined(tables, clock.get());
    }

    @Override
    public void told(String server, byte[] message) {
        chat.fromOthers().told(server, message, clock.get());
    }

    @Override
    public void gone(String server) {
        chat.fromOthers().gone(server, clock.get());
    }

    @Override
    public void away(String why) {
        chat.fromOthers().away();
    }
}
