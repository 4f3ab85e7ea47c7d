package paloma.server;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import paloma.net.AddressText;
import paloma.net.Printable;
import paloma.server.console.JsonLine;
import paloma.transfer.keys.Fingerprint;

/** What is printed at the start: each endpoint with a line to try it, for people, or a JSON object a line. */
final class Announcement {
    private static final String ROW = "%-10s %-32s %s%n";

    private static final String KEY_ROW = "%-10s %s, shown by clients of files at their first contact%n";

    private Announcement() {}

    /**
     * @param admin where the admin port is, or null
     * @param key of the server, or null where no files are served
     */
    static void print(
            List<Listener> listeners, InetSocketAddress admin, Fingerprint key, boolean json, PrintStream out) {
        if (json) {
            listeners.forEach(listener -> out.println(
                    event("listening").add("service", listener.spec().service()).add("endpoint", listener.url())));
            if (admin != null) {
                out.println(event("admin").add("endpoint", "http://" + AddressText.of(admin)));
            }
            if (key != null) {
                out.println(event("key").add("fingerprint", key.text()));
            }
            out.println(event("ready"));
        } else {
            out.printf(ROW, "service", "endpoint", "try it");
            listeners.forEach(listener -> out.printf(
                    ROW,
                    listener.spec().service(),
                    Printable.escape(listener.url()),
                    Printable.escape(TrialLine.of(listener))));
            if (key != null) {
                out.printf(KEY_ROW, "(key)", key);
            }
            if (admin != null) {
                String url = "http://" + AddressText.of(admin);
                out.printf(ROW, "(admin)", url, "curl " + url + "/metrics");
            }
        }
        out.flush();
    }

    private static JsonLine event(String name) {
        return new JsonLine().add("event", name);
    }
}
