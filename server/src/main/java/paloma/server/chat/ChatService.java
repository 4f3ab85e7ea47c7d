package paloma.server.chat;

import io.netty.buffer.ByteBuf;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import paloma.server.bus.Bus;
import paloma.server.config.ChatSettings;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.metrics.Reading;
import paloma.service.Departure;
import paloma.service.Peer;
import paloma.service.PeerService;

/**
 * The chat of a server, one for all of its endpoints. All that is said passes one lock and is sent under it, so that
 * everybody in a room hears it in one order, whatever event loop it came to. Nothing waits there: to send is to put a line
 * into a queue.
 */
public final class ChatService implements PeerService, Lifecycle {
    private final LongSupplier nanoClock;
    private final LongSupplier unixMillisClock;
    private final Chat chat;
    private final Object lock = new Object();

    /** Makes the chat of a server alone. */
    public ChatService(ChatSettings settings) {
        this(settings, System::nanoTime, System::currentTimeMillis);
    }

    /** Makes the chat of a server among others, which is to be made before the bus opens. */
    public ChatService(ChatSettings settings, Bus bus) {
        nanoClock = System::nanoTime;
        unixMillisClock = System::currentTimeMillis;
        chat = new Chat(settings, bus, this::locked, new SecureRandom(), nanoClock.getAsLong());
        bus.listen(new FromBus());
    }

    ChatService(ChatSettings settings, LongSupplier nanoClock, LongSupplier unixMillisClock) {
        this.nanoClock = nanoClock;
        this.unixMillisClock = unixMillisClock;
        chat = new Chat(settings, nanoClock.getAsLong());
    }

    @Override
    public void arrived(Peer peer) {
        synchronized (lock) {
            chat.arrived(peer, now());
        }
    }

    @Override
    public void received(Peer peer, ByteBuf line) {
        synchronized (lock) {
            chat.received(peer, line, now());
        }
    }

    @Override
    public void departed(Peer peer, Departure departure) {
        synchronized (lock) {
            chat.departed(peer, departure, now());
        }
    }

    @Override
    public List<Reading> readings() {
        List<Reading> readings = new ArrayList<>(List.of(
                Reading.gauge("paloma_chat_members", "People in the chat.", () -> locked(chat::size)),
                Reading.gauge("paloma_chat_rooms", "Rooms of the chat.", () -> locked(chat::rooms)),
                Reading.counter("paloma_chat_lines", "Lines that went to a room.", () -> locked(chat::said)),
                Reading.counter(
                        "paloma_chat_unsent_lines",
                        "Lines that were not sent, and whose sender was told: too fast, too long, not UTF-8.",
                        () -> locked(chat::unsent))));
        FromOthers others = chat.fromOthers();
        if (others != null) {
            readings.add(Reading.gauge(
                    "paloma_chat_members_elsewhere",
                    "People in the chat at other servers.",
                    () -> locked(others::people)));
            readings.add(Reading.counter(
                    "paloma_chat_refused_messages",
                    "Messages of other servers that make no sense, and people above the bounds.",
                    () -> locked(others::refused)));
        }
        return readings;
    }

    /** Returns the rooms with the most people, at most {@value RoomView#MAX_ROOMS}. Any thread. */
    public List<RoomView> roomViews() {
        synchronized (lock) {
            return chat.roomViews();
        }
    }

    /** Tells everybody that the server stops. */
    @Override
    public void takeLeave() {
        synchronized (lock) {
            chat.stop();
        }
    }

    @Override
    public void close() {}

    private void locked(Runnable task) {
        synchronized (lock) {
            task.run();
        }
    }

    private long locked(LongSupplier number) {
        synchronized (lock) {
            return number.getAsLong();
        }
    }

    private Moment now() {
        return new Moment(nanoClock.getAsLong(), unixMillisClock.getAsLong());
    }

    /** What the bus tells, on its thread. */
    private final class FromBus implements Bus.Listener {
        @Override
        public void joined(Map<String, Map<String, byte[]>> tables) {
            locked(() -> chat.fromOthers().joined(tables, now()));
        }

        @Override
        public void told(String server, byte[] message) {
            locked(() -> chat.fromOthers().told(server, message, now()));
        }

        @Override
        public void gone(String server) {
            locked(() -> chat.fromOthers().gone(server, now()));
        }

        @Override
        public void away(String why) {
            locked(() -> chat.fromOthers().away());
        }
    }
}
