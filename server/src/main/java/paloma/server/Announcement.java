package paloma.server;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import paloma.net.Printable;
import paloma.server.config.PageSettings;
import paloma.server.console.JsonLine;
import paloma.web.PageAccess;

/** What is printed at the start: each endpoint with a line to try it, for people, or a JSON object a line. */
final class Announcement {
    private static final String ROW = "%-10s %-32s %s%n";

    private static final String REPLICA_ROW = "%-10s %s%n";

    private static final String KEY_ROW = "%-10s %s, shown by clients %s at their first contact%n";

    private Announcement() {}

    /**
     * @param admin where the admin port is, or null
     * @param page whether there is a page at the admin port
     * @param replica the name of this server, or null
     */
    static void print(
            List<Listener> listeners,
            InetSocketAddress admin,
            Fingerprints keys,
            PageSettings page,
            String replica,
            boolean json,
            PrintStream out) {
        if (json) {
            listeners.forEach(listener -> out.println(
                    event("listening").add("service", listener.spec().service()).add("endpoint", listener.url())));
            if (admin != null) {
                out.println(event("admin").add("endpoint", url(admin, page)));
                if (page.isShown()) {
                    out.println(event("page").add("link", link(admin, page)));
                }
            }
            if (keys.files() != null) {
                out.println(event("key").add("fingerprint", keys.files().text()));
            }
            if (keys.tls() != null) {
                out.println(event("tls-key").add("fingerprint", keys.tls().text()));
            }
            if (replica != null) {
                out.println(event("replica").add("name", replica));
            }
            out.println(event("ready"));
        } else {
            out.printf(ROW, "service", "endpoint", "try it");
            listeners.forEach(listener -> out.printf(
                    ROW,
                    listener.spec().service(),
                    Printable.escape(listener.url()),
                    Printable.escape(TrialLine.of(listener))));
            if (keys.files() != null) {
                out.printf(KEY_ROW, "(key)", keys.files(), "of files");
            }
            if (keys.tls() != null) {
                out.printf(KEY_ROW, "(tls key)", keys.tls(), "over TLS and DTLS");
            }
            if (admin != null) {
                String url = url(admin, page);
                out.printf(ROW, "(admin)", url, "curl " + url + "/metrics");
                if (page.isShown()) {
                    out.printf(ROW, "(page)", link(admin, page), "open it in a browser");
                }
            }
            if (replica != null) {
                out.printf(REPLICA_ROW, "(replica)", Printable.escape(replica));
            }
        }
        out.flush();
    }

    private static String url(InetSocketAddress admin, PageSettings page) {
        return PageAccess.url(scheme(page), admin);
    }

    private static String link(InetSocketAddress admin, PageSettings page) {
        return PageAccess.link(scheme(page), admin, page.token());
    }

    private static String scheme(PageSettings page) {
        return page.tls() == null ? "http" : "https";
    }

    private static JsonLine event(String name) {
        return new JsonLine().add("event", name);
    }
}
