package paloma.client.chat;

import java.time.LocalTime;

/**
 * Something for a person to read or a bot to act on. Its text comes from outside and is to be made safe by whoever shows
 * it.
 *
 * @param room where; empty while that is unknown
 * @param from who says or said it, or who one is in a room joined; empty where nobody is named
 * @param said when, for history (UTC); null for what is new
 * @param own whether one said it oneself
 */
record ChatEvent(Type type, String room, String from, LocalTime said, String text, boolean own) {
    /** Named as in JSON. */
    enum Type {
        /** Somebody says. */
        line,
        /** Somebody said, before one came. */
        history,
        /** The server tells. */
        notice,
        /** One is in a room now; {@code from} is one's own name. */
        joined,
        /** One has another name now, which is in {@code from}. */
        named,
        /** The line to the server is gone; it is tried again. */
        gone,
        /** The line is there again, with the room and the name. */
        back,
        /** A line of one's own was not taken, or something else went wrong. */
        problem,
        /** A line that is not of the chat's grammar. */
        odd
    }
}
