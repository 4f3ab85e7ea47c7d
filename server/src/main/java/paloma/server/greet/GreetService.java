package paloma.server.greet;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import paloma.server.console.Console;
import paloma.server.console.Utf8;
import paloma.service.Request;
import paloma.service.Service;
import paloma.service.WellKnown;

/** Answers a fixed text, whatever came, also when nothing did; where it may not say so much, it says less. */
public final class GreetService implements Service {
    public static final String DEFAULT_TEXT = "Hello UDP Client";

    private final byte[] text;
    private final Console console;

    /** @throws IllegalArgumentException with a sentence for people, when the text is empty or fits in no datagram */
    public GreetService(String text, Console console) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.console = console;
        if (this.text.length == 0 || this.text.length > WellKnown.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("greeting: give a text of 1 to " + WellKnown.MAX_PAYLOAD_BYTES
                    + " bytes in UTF-8, not of " + this.text.length);
        }
    }

    @Override
    public void serve(Request request) {
        console.show("greet", request);
        int bytes = Utf8.cut(text, Math.max(0, request.answerLimitBytes()));
        if (bytes > 0) {
            request.answer(Unpooled.wrappedBuffer(text, 0, bytes));
        }
    }
}
