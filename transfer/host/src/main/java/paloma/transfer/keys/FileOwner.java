package paloma.transfer.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Who owns a file, as it matters to this process. */
public enum FileOwner {
    OURSELVES,
    ROOT,
    SOMEBODY_ELSE;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE_USER = "^Uid:\\s+\\d+\\s+(\\d+)\\s.*";
    private static final Integer ROOT_USER = 0;

    /** Returns the owner of a file, where the system has such owners. */
    public static FileOwner of(Path file, LinkOption... links) throws IOException {
        Object owner = Files.getAttribute(file, "unix:uid", links);
        if (isOurs(file, owner, links)) {
            return OURSELVES;
        }
        return owner.equals(ROOT_USER) ? ROOT : SOMEBODY_ELSE;
    }

    /** Returns whether this process is the superuser's, as far as that can be known. */
    public static boolean isRootOurselves() throws IOException {
        return Files.exists(STATUS)
                ? ROOT_USER.equals(effectiveUser())
                : "root".equals(System.getProperty("user.name"));
    }

    /** Java tells only the name of its user, which in a container may be {@code ?}; Linux tells its number (proc(5)). */
    private static boolean isOurs(Path file, Object owner, LinkOption... links) throws IOException {
        if (Files.exists(STATUS)) {
            return owner.equals(effectiveUser());
        }
        String name = Files.getOwner(file, links).getName();
        return name.equals(System.getProperty("user.name"));
    }

    private static Integer effectiveUser() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.matches(EFFECTIVE_USER)) {
                return Integer.valueOf(line.replaceFirst(EFFECTIVE_USER, "$1"));
            }
        }
        throw new IOException(STATUS + " does not name a user");
    }
}
