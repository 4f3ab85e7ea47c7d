package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import paloma.net.SpokenText;

/**
 * Somebody says something; also what the bus keeps of a room. A speaker and a number are one line, wherever it is met.
 *
 * <pre>
 * 01                          version
 * 03                          type: Line
 * 00 00 00 00 00 00 00 11     speaker: 17
 * 00 00 00 00 00 00 00 02     number: his second
 * 00 00 01 a2 00 00 00 00     time: 2026-11-21T21:25:29.728Z
 * 00 03 61 6e 61              name: ana
 * 00 05 6c 6f 62 62 79        room: lobby
 * 00 02 68 69                 text: hi
 * </pre>
 *
 * @param speaker a {@link Person}'s id
 * @param number counts what he said
 * @param unixMillis by the clock of his server
 * @param text can be shown as it is
 */
public record Line(long speaker, long number, long unixMillis, ChatName name, ChatName room, String text)
        implements Message {
    static final int TYPE = 3;

    /** As long as a line of text is on any terminal, many times over; with a name it still fits one packet. */
    public static final int MAX_TEXT_BYTES = 1_000;

    private static final int MIN_BYTES = 3 * Long.BYTES;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(speaker).writeLong(number).writeLong(unixMillis);
        Text.write(out, name);
        Text.write(out, room);
        Text.write(out, text);
    }

    static Line read(ByteBuf in) {
        if (in.readableBytes() < MIN_BYTES) {
            return null;
        }
        long speaker = in.readLong();
        long number = in.readLong();
        long unixMillis = in.readLong();
        ChatName name = Text.readName(in);
        ChatName room = name == null ? null : Text.readName(in);
        String text = room == null ? null : readText(in);
        return text == null ? null : new Line(speaker, number, unixMillis, name, room, text);
    }

    /** What the Java of the speaker's server takes for harmless may not be for ours. */
    private static String readText(ByteBuf in) {
        String given = Text.read(in, MAX_TEXT_BYTES);
        String shown = given == null ? "" : SpokenText.shown(given);
        return shown.isBlank() || shown.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES ? null : shown;
    }
}
