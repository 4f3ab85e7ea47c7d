package paloma.client.chat;

import paloma.client.option.HostPort;
import paloma.net.Printable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A server and a room, as people write them: {@code example.net:4040/kitchen}, {@code example.net}, {@code /kitchen}.
 *
 * @param host null for this machine
 * @param room null for the one in which everybody arrives
 */
record ChatPlace(HostPort host, String room) {
    static final ChatPlace HERE = new ChatPlace(null, null);

    static ChatPlace parse(String text) {
        int slash = text.indexOf('/');
        String room = slash < 0 ? "" : text.substring(slash + 1);
        if (!room.isEmpty() && !ChatName.isName(room)) {
            throw new IllegalArgumentException(
                    Printable.quote(room) + " is not the name of a room, which has " + ChatName.RULE);
        }
        HostPort host = slash == 0 ? null : HostPort.parse(slash < 0 ? text : text.substring(0, slash));
        return new ChatPlace(host, room.isEmpty() ? null : room);
    }

    static final class Converter implements ITypeConverter<ChatPlace> {
        @Override
        public ChatPlace convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
