package paloma.client.path;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import paloma.client.settings.SettingsFile;
import paloma.transfer.congestion.SavedPath;

/** The file {@code known_paths}: nothing is lost with it but the time that it saves. */
public final class KnownPathsFile {
    /** Networks in which one computer is, times servers that one person has: the oldest goes. */
    static final int MAX_PATHS = 64;

    /** Of what a path carried the day before, yesterday's evening says nothing. */
    static final long LIFE_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private final SettingsFile file;

    public KnownPathsFile(Path file) {
        this.file = new SettingsFile(file);
    }

    public Path path() {
        return file.path();
    }

    /**
     * Returns what the path carried within the last day, or {@link SavedPath#UNKNOWN}.
     *
     * @param seconds since 1970
     */
    public SavedPath read(InetAddress local, InetAddress remote, long seconds) throws IOException {
        return paths(file.lines(), seconds)
                .filter(known -> known.isBetween(local, remote))
                .map(KnownPath::path)
                .findFirst()
                .orElse(SavedPath.UNKNOWN);
    }

    /** Returns whether there are lines that tell of no path; they go when one is added. */
    public boolean isBroken() throws IOException {
        return file.lines().stream().anyMatch(line -> KnownPath.parse(line).isEmpty());
    }

    /** Adds what the path has carried now, in the place of what it did. */
    public void add(InetAddress local, InetAddress remote, SavedPath path, long seconds) throws IOException {
        KnownPath added = new KnownPath(local, remote, path, seconds);
        file.change(lines -> newest(Stream.concat(
                Stream.of(added), paths(lines, seconds).filter(known -> !known.isBetween(local, remote)))));
    }

    private static List<String> newest(Stream<KnownPath> paths) {
        return paths.sorted(Comparator.comparingLong(KnownPath::seconds).reversed())
                .limit(MAX_PATHS)
                .map(KnownPath::format)
                .toList();
    }

    private static Stream<KnownPath> paths(List<String> lines, long seconds) {
        return lines.stream()
                .map(KnownPath::parse)
                .flatMap(Optional::stream)
                .filter(known -> known.seconds() <= seconds && seconds - known.seconds() < LIFE_SECONDS);
    }
}
