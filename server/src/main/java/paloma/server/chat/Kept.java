package paloma.server.chat;

import paloma.server.chat.message.Line;

/** A line of a room's history, with the bytes that tell it. */
record Kept(long speaker, long number, byte[] bytes) {
    static Kept of(Line line) {
        String text = "[" + Moment.time(line.unixMillis()) + "] " + line.name() + ": " + line.text();
        return new Kept(line.speaker(), line.number(), Member.line(text));
    }
}
