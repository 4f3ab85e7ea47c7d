package paloma.server.console;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.SocketAddress;
import java.util.Optional;
import paloma.net.Count;
import paloma.net.Printable;

/** What is to be shown, kept as it came: it is formatted on the console's own thread. */
sealed interface ConsoleLine {
    long millis();

    String text(String time);

    JsonLine json(JsonLine line);

    ShownLine shown(long number);

    /**
     * A request.
     *
     * @param head its first bytes: what is shown of it, and one more, which tells whether a character was cut
     */
    record Arrival(long millis, String service, SocketAddress source, int length, byte[] head) implements ConsoleLine {
        @Override
        public String text(String time) {
            int shown = shownBytes();
            return time
                    + ' '
                    + service
                    + ' '
                    + SourceText.of(source)
                    + ' '
                    + size(shown)
                    + ' '
                    + Printable.line(Unpooled.wrappedBuffer(head, 0, shown));
        }

        @Override
        public JsonLine json(JsonLine line) {
            int shown = shownBytes();
            line.add("service", service).add("source", SourceText.raw(source)).add("length", length);
            if (shown < length) {
                line.add("shown", shown);
            }
            Optional<String> text = Utf8.decode(head, shown);
            return text.isPresent()
                    ? line.add("text", text.get())
                    : line.add("hex", ByteBufUtil.hexDump(head, 0, shown));
        }

        @Override
        public ShownLine shown(long number) {
            String text = Printable.line(Unpooled.wrappedBuffer(head, 0, shownBytes()));
            return new ShownLine(number, millis, service, SourceText.of(source), length, text);
        }

        private String size(int shown) {
            String size = "(" + Count.of(length, "byte");
            return shown < length ? size + ", the first " + shown + ")" : size + ")";
        }

        private int shownBytes() {
            return Utf8.cut(head, Console.SHOWN_BYTES);
        }
    }

    /** Something that a service did because of a request. */
    record Event(long millis, String service, SocketAddress source, String name, String words) implements ConsoleLine {
        @Override
        public String text(String time) {
            return time + ' ' + service + ' ' + SourceText.of(source) + ' ' + words;
        }

        @Override
        public JsonLine json(JsonLine line) {
            return line.add("service", service).add("event", name).add("source", SourceText.raw(source));
        }

        @Override
        public ShownLine shown(long number) {
            return new ShownLine(number, millis, service, SourceText.of(source), -1, words);
        }
    }

    /** Lines that found the queue full. */
    record Missing(long millis, long count) implements ConsoleLine {
        @Override
        public String text(String time) {
            return "… " + count + " more not shown";
        }

        @Override
        public JsonLine json(JsonLine line) {
            return line.add("event", "not-shown").add("count", count);
        }

        @Override
        public ShownLine shown(long number) {
            return new ShownLine(number, millis, "console", null, -1, Count.of(count, "line") + " not shown");
        }
    }
}
