package paloma.net;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the datagrams that the kernel dropped because a receive buffer of this process was full, from
 * {@code /proc/net/udp}. Reads files: never on an event loop.
 */
public final class KernelDrops {
    /** Stands for a number that cannot be had. */
    public static final long UNKNOWN = -1;

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;

    private KernelDrops() {}

    /**
     * Returns the dropped datagrams since each socket was opened, summed by local port; empty where there is no table, or
     * none that can be read now.
     */
    public static Map<Integer, Long> byPort() {
        try {
            return read();
        } catch (IOException e) {
            return Map.of();
        }
    }

    /**
     * Returns the datagrams dropped at a port since its sockets were opened; 0 where there is no table, and
     * {@link #UNKNOWN} where it cannot be read now, as without a {@link Descriptors descriptor}.
     */
    public static long atPort(int port) {
        try {
            return read().getOrDefault(port, 0L);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static Map<Integer, Long> read() throws IOException {
        Map<Integer, Long> drops = new HashMap<>();
        Set<String> ours = ownInodes();
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                Files.readAllLines(table).stream().skip(1).forEach(line -> add(line, ours, drops));
            }
        }
        return drops;
    }

    static void add(String line, Set<String> inodes, Map<Integer, Long> drops) {
        String[] fields = line.trim().split("\\s+");
        if (fields.length > DROPS && inodes.contains(fields[INODE])) {
            String local = fields[LOCAL_ADDRESS];
            int port = Integer.parseInt(local.substring(local.indexOf(':') + 1), 16);
            drops.merge(port, Long.parseLong(fields[DROPS]), Long::sum);
        }
    }

    private static Set<String> ownInodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return inodes;
        }
        try (DirectoryStream<Path> links = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path link : links) {
                addInode(link, inodes);
            }
        }
        return inodes;
    }

    private static void addInode(Path link, Set<String> inodes) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            if (target.startsWith("socket:[")) {
                inodes.add(target.substring("socket:[".length(), target.length() - 1));
            }
        } catch (IOException ignored) {
            // A descriptor that was closed in the meantime has no socket to count.
            return;
        }
    }
}
