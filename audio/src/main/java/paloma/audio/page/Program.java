package paloma.audio.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import paloma.audio.pcm.SoundTap;

/** What a page shows of the program that it belongs to. Called on the page's threads. */
public interface Program {
    /** Returns the word for it: {@code receive}. */
    String name();

    SoundTap tap();

    /** Writes the fields of its state. */
    void writeState(JsonGenerator out) throws IOException;

    /** Returns what is kept for ten minutes. */
    List<Figure> figures();

    /** Called four times a second, to note what happened since. */
    void look(EventLog events);

    /** Does what a browser asks for; false where it is nothing that this program does. */
    boolean control(Map<String, Object> message);

    /** Called when the first browser comes, and when the last has gone. */
    default void watched(boolean isWatched) {}

    /** A figure that is sampled each second. */
    record Figure(String name, DoubleSupplier value) {}
}
