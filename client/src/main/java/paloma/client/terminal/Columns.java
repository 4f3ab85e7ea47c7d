package paloma.client.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The width of the terminal, which stty(1) knows and the JDK does not. */
public final class Columns {
    private static final int USUAL = 80;
    private static final int MAX_DIGITS = 4;

    private Columns() {}

    /** Returns the width, or 80 if it is unknown; starts a process, which takes some milliseconds. */
    public static int ofTerminal() {
        int told = number(System.getenv("COLUMNS"));
        if (told > 0) {
            return told;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            stty.waitFor(1, TimeUnit.SECONDS);
            int columns = number(size.substring(size.indexOf(' ') + 1));
            return columns > 0 ? columns : USUAL;
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    private static int number(String digits) {
        boolean sound = digits != null
                && !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return sound ? Integer.parseInt(digits) : 0;
    }
}
