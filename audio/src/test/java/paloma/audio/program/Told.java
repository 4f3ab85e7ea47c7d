package paloma.audio.program;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What waits to be said to the person in front of a command. */
public final class Told {
    private Told() {}

    public static List<String> of(Lifetime lifetime) {
        return Stream.generate(lifetime.notices()::poll)
                .takeWhile(Objects::nonNull)
                .toList();
    }
}
