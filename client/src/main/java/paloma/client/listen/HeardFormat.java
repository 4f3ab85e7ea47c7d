package paloma.client.listen;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Json;
import paloma.net.AddressText;
import paloma.net.Printable;

/** How a message is printed: as the server's own sink prints it. */
enum HeardFormat {
    text {
        @Override
        String line(Heard heard, ZoneId zone) {
            byte[] head = wholeCharacters(heard);
            String size = HumanUnits.count(heard.length(), "byte");
            return String.format(
                    "%s %s (%s) %s",
                    time(heard, zone),
                    source(heard.source()),
                    head.length < heard.length() ? size + ", the first " + head.length : size,
                    Printable.line(Unpooled.wrappedBuffer(head)));
        }
    },
    json {
        @Override
        String line(Heard heard, ZoneId zone) {
            byte[] head = wholeCharacters(heard);
            Json json = new Json()
                    .add("time", time(heard, zone))
                    .add("source", raw(heard.source()))
                    .add("length", heard.length());
            if (head.length < heard.length()) {
                json.add("shown", head.length);
            }
            Optional<String> text = decode(head);
            return text.isPresent()
                    ? json.add("text", text.get()).line()
                    : json.add("hex", ByteBufUtil.hexDump(head)).line();
        }
    };

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");
    private static final int MAX_UTF8_BYTES = 4;

    abstract String line(Heard heard, ZoneId zone);

    private static String time(Heard heard, ZoneId zone) {
        return TIME.format(Instant.ofEpochMilli(heard.millis()).atZone(zone));
    }

    /** Returns the sender for people: a path that is no plain word is quoted. */
    static String source(SocketAddress source) {
        return source instanceof InetSocketAddress ? raw(source) : Printable.word(raw(source));
    }

    private static String raw(SocketAddress source) {
        if (source instanceof InetSocketAddress inet) {
            return AddressText.of(inet);
        }
        return source instanceof DomainSocketAddress unix && !unix.path().isEmpty() ? unix.path() : "unnamed";
    }

    /** Returns the head without a character that was cut at its end. */
    private static byte[] wholeCharacters(Heard heard) {
        byte[] head = heard.head();
        for (int less = 0; head.length < heard.length() && less < MAX_UTF8_BYTES; less++) {
            byte[] shorter = Arrays.copyOf(head, head.length - less);
            if (decode(shorter).isPresent()) {
                return shorter;
            }
        }
        return head;
    }

    private static Optional<String> decode(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
