package paloma.server.config;

/**
 * How large the chat may become.
 *
 * @param rooms at once, the lobby included
 * @param members of one room at once
 */
public record ChatSettings(int rooms, int members) {
    /** A room keeps 22 KB of what was said at most: 22 MB for all of these. */
    public static final int ROOMS = 1_000;

    /** Each line is sent as often as there are members: more of them are better off in two rooms. */
    public static final int MEMBERS = 1_000;

    private static final int MAX_ROOMS = 100_000;
    private static final int MAX_MEMBERS = 100_000;

    public ChatSettings {
        check(rooms, MAX_ROOMS, "rooms");
        check(members, MAX_MEMBERS, "members");
    }

    public static ChatSettings defaults() {
        return new ChatSettings(ROOMS, MEMBERS);
    }

    static ChatSettings of(Given given) {
        return new ChatSettings(
                given.get(Setting.CHAT_ROOMS).asInt(1, MAX_ROOMS),
                given.get(Setting.CHAT_MEMBERS).asInt(1, MAX_MEMBERS));
    }

    private static void check(int value, int max, String name) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("chat-" + name + " is " + value + "; give it 1 to " + max);
        }
    }
}
