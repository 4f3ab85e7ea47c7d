package paloma.server;

import java.io.PrintStream;
import java.util.List;
import paloma.net.Printable;
import paloma.server.config.ServerSettings;
import paloma.server.config.ServerSettings.Stated;
import paloma.server.console.JsonLine;

/** What {@code --check} prints: each setting, what holds, and where that stands. */
final class CheckedSettings {
    private CheckedSettings() {}

    static void print(ServerSettings settings, PrintStream out) {
        List<Stated> all = settings.stated();
        if (settings.console().json()) {
            all.forEach(one -> out.println(new JsonLine()
                    .add("setting", one.key())
                    .add("value", one.text())
                    .add("source", one.source())));
            return;
        }
        int keys = all.stream().mapToInt(one -> one.key().length()).max().orElse(0);
        int texts = all.stream().mapToInt(one -> text(one).length()).max().orElse(0);
        String row = "%-" + keys + "s = %-" + Math.min(texts, 40) + "s  %s%n";
        all.forEach(one -> out.printf(row, one.key(), text(one), Printable.escape(one.source())));
        out.println("The settings are good.");
    }

    private static String text(Stated one) {
        return Printable.escape(one.text());
    }
}
