package paloma.testkit;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server started with {@code --format json} prints of where it listens. */
public final class StartTable {
    private static final Pattern LISTENING =
            Pattern.compile("\"service\":\"([^\"]+)\",\"endpoint\":\"(udp|tcp|tls|dtls)://\\[?([^]\"]+?)]?:(\\d+)\"");
    private static final Pattern ADMIN = Pattern.compile("\"admin\",\"endpoint\":\"http://[^\"]*:(\\d+)\"");

    private final Map<String, InetSocketAddress> addresses = new HashMap<>();
    private AdminPort admin;

    private StartTable() {}

    /** Reads until the line that says that the server is ready. */
    static StartTable read(Lines out) throws InterruptedException {
        StartTable table = new StartTable();
        for (String line = out.next("\"event\":"); !line.contains("\"ready\""); line = out.next("\"event\":")) {
            table.add(line);
        }
        return table;
    }

    InetSocketAddress address(String service, String scheme) {
        return addresses.get(service + "/" + scheme);
    }

    /** Returns null where it is off. */
    AdminPort admin() {
        return admin;
    }

    private void add(String line) {
        Matcher endpoint = LISTENING.matcher(line);
        if (endpoint.find()) {
            addresses.put(
                    endpoint.group(1) + "/" + endpoint.group(2),
                    new InetSocketAddress(endpoint.group(3), Integer.parseInt(endpoint.group(4))));
        }
        Matcher port = ADMIN.matcher(line);
        if (port.find()) {
            admin = new AdminPort(Integer.parseInt(port.group(1)));
        }
    }
}
