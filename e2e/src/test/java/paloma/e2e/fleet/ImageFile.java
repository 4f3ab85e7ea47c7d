package paloma.e2e.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import paloma.testkit.Checkout;

/** What the image of the server sets: the Dockerfile says it. */
final class ImageFile {
    private static final Pattern ENV = Pattern.compile("(?m)^ENV (.*)$");
    private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(\\S+)");
    private static final Pattern USER = Pattern.compile("(?m)^USER (\\d+):(\\d+)$");

    private ImageFile() {}

    static Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        ENV.matcher(text())
                .results()
                .map(line -> line.group(1))
                .forEach(line ->
                        VARIABLE.matcher(line).results().forEach(one -> variables.put(one.group(1), one.group(2))));
        return variables;
    }

    static long user() {
        return Long.parseLong(userLine().group(1));
    }

    static long group() {
        return Long.parseLong(userLine().group(2));
    }

    private static MatchResult userLine() {
        return USER.matcher(text()).results().findFirst().orElseThrow();
    }

    private static String text() {
        try {
            return Files.readString(Checkout.file("Dockerfile"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
