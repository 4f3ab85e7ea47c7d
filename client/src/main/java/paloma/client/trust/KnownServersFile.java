package paloma.client.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import paloma.client.settings.SettingsFile;
import paloma.net.Printable;

/** The file {@code known_servers}. */
final class KnownServersFile {
    private final SettingsFile file;
    private final boolean named;

    /** @param named whether the user has named it, and has to do so again to reach it */
    KnownServersFile(Path file, boolean named) {
        this.file = new SettingsFile(file);
        this.named = named;
    }

    /** Returns the option that leads to this file, behind a space, where it takes one. */
    String option() {
        return named ? " --known-servers " + Printable.word(path().toString()) : "";
    }

    Path path() {
        return file.path();
    }

    /** Returns none where there is no file, or none that keeps anything, such as {@code /dev/null}. */
    KnownServers read() throws IOException {
        return KnownServers.parse(file.lines());
    }

    /** Returns whether others can write what this user would believe. */
    boolean isOpenToOthers() throws IOException {
        return file.isOpenToOthers();
    }

    /** Adds a line, unless a program beside this one has just done so. */
    void add(ServerName name, ServerKey key) throws IOException {
        file.change(lines -> {
            boolean isThere = KnownServers.parse(lines).of(name).stream()
                    .anyMatch(known -> known.key().equals(key));
            List<String> more = new ArrayList<>(lines);
            if (!isThere) {
                more.add(KnownServer.format(name, key));
            }
            return more;
        });
    }

    /** Removes all lines of a server and returns what they said. */
    List<KnownServer> forget(ServerName name) throws IOException {
        List<KnownServer> forgotten = new ArrayList<>();
        file.change(lines -> {
            forgotten.addAll(KnownServers.parse(lines).of(name));
            List<String> fewer = new ArrayList<>(lines);
            for (int i = forgotten.size() - 1; i >= 0; i--) {
                fewer.remove(forgotten.get(i).line() - 1);
            }
            return fewer;
        });
        return forgotten;
    }
}
