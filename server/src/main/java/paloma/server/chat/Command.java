package paloma.server.chat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import paloma.net.SpokenText;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Line;

/**
 * A line as somebody meant it.
 *
 * @param argument what is said, what stands behind the command, or the sentence that refuses the line
 */
record Command(Verb verb, String argument) {
    private static final int MAX_BYTES = Line.MAX_TEXT_BYTES;

    enum Verb {
        JOIN("ROOM", "goes to a room, and makes it if there is none of that name"),
        NAME("NAME", "changes your name"),
        WHO("", "lists who is in your room"),
        ROOMS("", "lists the rooms"),
        PING("", "is answered with a pong"),
        LEAVE("", "leaves the chat"),
        HELP("", "shows this; a line that is to begin with / is written with //"),
        SAY,
        UNKNOWN,
        REFUSED,
        NOTHING;

        private final String operand;
        private final String help;

        Verb(String operand, String help) {
            this.operand = operand;
            this.help = help;
        }

        Verb() {
            this("", "");
        }

        /** Returns whether people may type it. */
        boolean isTyped() {
            return !help.isEmpty();
        }

        /** Returns the command as it is typed: {@code /join ROOM}. */
        String usage() {
            return "/" + name().toLowerCase(Locale.ROOT) + (operand.isEmpty() ? "" : " " + operand);
        }

        String help() {
            return usage() + " " + help + ".";
        }

        private static Verb typed(String word) {
            for (Verb verb : values()) {
                if (verb.isTyped() && verb.name().equalsIgnoreCase(word)) {
                    return verb;
                }
            }
            return UNKNOWN;
        }
    }

    static Command of(ByteBuf line) {
        if (line.readableBytes() > MAX_BYTES) {
            return refused("it has " + line.readableBytes() + " bytes");
        }
        Optional<String> text = decoded(line);
        return text.map(String::stripTrailing)
                .map(Command::of)
                .orElseGet(() -> new Command(Verb.REFUSED, "A line was not sent: it is not UTF-8."));
    }

    private static Optional<String> decoded(ByteBuf line) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(line.nioBuffer()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Command of(String text) {
        if (text.isEmpty()) {
            return new Command(Verb.NOTHING, "");
        }
        if (text.startsWith("//")) {
            return said(text.substring(1));
        }
        return text.startsWith("/") ? typed(text.substring(1)) : said(text);
    }

    private static Command said(String text) {
        String shown = SpokenText.shown(text);
        int bytes = shown.getBytes(StandardCharsets.UTF_8).length;
        return bytes > MAX_BYTES
                ? refused("it has " + bytes + " bytes with what must not be shown written out")
                : new Command(Verb.SAY, shown);
    }

    private static Command typed(String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        Verb verb = Verb.typed(word);
        return verb == Verb.UNKNOWN
                ? new Command(verb, brief(word))
                : new Command(verb, space < 0 ? "" : text.substring(space).strip());
    }

    private static Command refused(String why) {
        return new Command(Verb.REFUSED, "A line was not sent: " + why + ", and " + MAX_BYTES + " is the most.");
    }

    /** A word that somebody typed as a sentence may hold it. */
    private static String brief(String word) {
        int length = word.codePointCount(0, word.length());
        return SpokenText.shown(
                length <= ChatName.MAX_CODE_POINTS
                        ? word
                        : word.substring(0, word.offsetByCodePoints(0, ChatName.MAX_CODE_POINTS)) + "…");
    }
}
