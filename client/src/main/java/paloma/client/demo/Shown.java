package paloma.client.demo;

import java.nio.charset.StandardCharsets;
import paloma.net.Printable;

/** One line of the demo: a request, its answer, and whether that is right. */
record Shown(String service, String over, String asked, String answered, boolean right) {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[m";

    static Shown of(String service, String over, String asked, byte[] answer, String expected) {
        String answered = new String(answer, StandardCharsets.UTF_8);
        return new Shown(
                service,
                over,
                Printable.escape(asked),
                Printable.escape(answered.stripTrailing()),
                answered.strip().equals(expected));
    }

    String line(boolean coloured) {
        String mark = right ? "ok   " : "WRONG";
        return String.format(
                "%s %-10s %-4s %s -> %s",
                coloured ? (right ? GREEN : RED) + mark + PLAIN : mark, service, over, asked, answered);
    }
}
