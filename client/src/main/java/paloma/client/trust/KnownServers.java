package paloma.client.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All servers that are known. Several lines for one server are keys of which it may have any, as while it changes them.
 *
 * @param unread the numbers of lines that are not understood
 * @param fault why nothing could be read, or empty
 */
record KnownServers(List<KnownServer> all, List<Integer> unread, String fault) {
    static final KnownServers NONE = unreadable("");

    static KnownServers unreadable(String fault) {
        return new KnownServers(List.of(), List.of(), fault);
    }

    static KnownServers parse(List<String> lines) {
        List<KnownServer> all = new ArrayList<>();
        List<Integer> unread = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!isRemark(lines.get(i))) {
                int line = i + 1;
                KnownServer.parse(lines.get(i), line).ifPresentOrElse(all::add, () -> unread.add(line));
            }
        }
        return new KnownServers(List.copyOf(all), List.copyOf(unread), "");
    }

    private static boolean isRemark(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    /** Returns what is known of this very server. */
    List<KnownServer> of(ServerName name) {
        return all.stream().filter(known -> known.name().equals(name)).toList();
    }

    /** Returns its keys of one kind. */
    List<KnownServer> of(ServerName name, ServerKey.Kind kind) {
        return of(name).stream().filter(known -> known.key().kind() == kind).toList();
    }

    /** Returns another server that has the key: best one on the same host. */
    Optional<KnownServer> another(ServerName name, ServerKey key) {
        List<KnownServer> same =
                all.stream().filter(known -> known.key().equals(key)).toList();
        return same.stream()
                .filter(known -> known.name().host().equals(name.host()))
                .findFirst()
                .or(() -> same.stream().findFirst());
    }
}
