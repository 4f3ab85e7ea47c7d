package paloma.server.chat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.LongSupplier;
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

    public ChatService(ChatSettings settings) {
        this(settings, System::nanoTime, System::currentTimeMillis);
    }

    ChatService(ChatSettings settings, LongSupplier nanoClock, LongSupplier unixMillisClock) {
        this.nanoClock = nanoClock;
        this.unixMillisClock = unixMillisClock;
        this.chat = new Chat(settings, nanoClock.getAsLong());
    }

    @Override
    public void arrived(Peer peer) {
        synchronized (chat) {
            chat.arrived(peer, now());
        }
    }

    @Override
    public void received(Peer peer, ByteBuf line) {
        synchronized (chat) {
            chat.received(peer, line, now());
        }
    }

    @Override
    public void departed(Peer peer, Departure departure) {
        synchronized (chat) {
            chat.departed(peer, departure, now());
        }
    }

    @Override
    public List<Reading> readings() {
        return List.of(
                Reading.gauge("paloma_chat_members", "People in the chat.", () -> locked(chat::size)),
                Reading.gauge("paloma_chat_rooms", "Rooms of the chat.", () -> locked(chat::rooms)),
                Reading.counter("paloma_chat_lines", "Lines that went to a room.", () -> locked(chat::said)),
                Reading.counter(
                        "paloma_chat_unsent_lines",
                        "Lines that were not sent, and whose sender was told: too fast, too long, not UTF-8.",
                        () -> locked(chat::unsent)));
    }

    /** Tells everybody that the server stops. */
    @Override
    public void takeLeave() {
        synchronized (chat) {
            chat.stop();
        }
    }

    @Override
    public void close() {}

    private long locked(LongSupplier number) {
        synchronized (chat) {
            return number.getAsLong();
        }
    }

    private Moment now() {
        return new Moment(nanoClock.getAsLong(), unixMillisClock.getAsLong());
    }
}
