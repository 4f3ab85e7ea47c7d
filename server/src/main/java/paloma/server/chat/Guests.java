package paloma.server.chat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import paloma.server.chat.message.ChatName;

/** The names of those who have chosen none. */
final class Guests {
    private static final int FEWEST = 10_000;

    /** Returns the number of the next guest of a room. */
    private final ToLongFunction<Room> numbers;

    private Guests(ToLongFunction<Room> numbers) {
        this.numbers = numbers;
    }

    /** Returns those of a server alone: one after another. */
    static Guests counted() {
        AtomicLong count = new AtomicLong();
        return new Guests(room -> count.incrementAndGet());
    }

    /** Returns those of one of many servers, which seldom take the same at once. */
    static Guests random(RandomGenerator random) {
        return new Guests(room -> random.nextInt(Math.max(FEWEST, 10 * room.size())));
    }

    /** Returns a name that nobody in the room has, as far as is known. */
    ChatName next(Room room) {
        ChatName name;
        do {
            name = ChatName.guest(numbers.applyAsLong(room));
        } while (room.isNamed(name));
        return name;
    }
}
