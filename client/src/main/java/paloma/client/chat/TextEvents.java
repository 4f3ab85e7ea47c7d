package paloma.client.chat;

import java.time.format.DateTimeFormatter;
import paloma.net.SpokenText;

/** Events for people: a line each, safe to show on a terminal, and each name in its colour. */
final class TextEvents {
    private static final String PLAIN = "\u001b[m";
    private static final String DIM = "\u001b[2m";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final int FIRST_COLOUR = 31;
    private static final int COLOURS = 6;

    private final boolean isColoured;

    TextEvents(boolean isColoured) {
        this.isColoured = isColoured;
    }

    String line(ChatEvent event) {
        String text = SpokenText.shown(event.text());
        return switch (event.type()) {
            case line -> spoken(event, text);
            case history ->
                in(DIM, "[" + DateTimeFormatter.ISO_LOCAL_TIME.format(event.said()) + "Z] ") + spoken(event, text);
            case gone, problem -> in(RED, "! " + text);
            case odd -> in(DIM, text);
            default -> in(DIM, "* " + text);
        };
    }

    private String spoken(ChatEvent event, String text) {
        String name = event.own() ? in(BOLD, event.from()) : in(colour(event.from()), event.from());
        return name + ": " + text;
    }

    /** Returns the same colour for the same name, everywhere. */
    private static String colour(String name) {
        return "\u001b[" + (FIRST_COLOUR + Math.floorMod(name.hashCode(), COLOURS)) + "m";
    }

    private String in(String colour, String text) {
        return isColoured ? colour + text + PLAIN : text;
    }
}
