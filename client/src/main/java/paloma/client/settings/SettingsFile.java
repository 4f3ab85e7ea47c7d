package paloma.client.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import paloma.transfer.keys.FileOwner;
import paloma.transfer.keys.PrivateText;

/**
 * Lines of text that only their user may read. They are replaced as a whole, so that whoever reads them sees all of them, and
 * under a lock beside the file, so that of two programs that write at once none loses what the other has written.
 */
public final class SettingsFile {
    private static final int MAX_BYTES = 4 << 20;

    /** One at a time in this process, for which a lock on a file is an error. */
    private static final Object WRITING = new Object();

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file;
    }

    public Path path() {
        return file;
    }

    /** Returns whether others can write what this user would believe. */
    public boolean isOpenToOthers() throws IOException {
        if (!hasOwners() || !Files.isRegularFile(file)) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || FileOwner.of(file) == FileOwner.SOMEBODY_ELSE && !FileOwner.isRootOurselves();
    }

    /** Returns none where there is no file, or none that keeps anything, such as {@code /dev/null}. */
    public List<String> lines() throws IOException {
        if (!isFile()) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new FileSystemException(file.toString(), null, "larger than 4 MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** @throws AccessDeniedException where that cannot be known */
    private boolean isFile() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return false; // no such file, or no folder where one is needed
        }
    }

    /** Replaces the lines, unless they stay the same; makes the file and its folder where there are none. */
    public void change(UnaryOperator<List<String>> edit) throws IOException {
        Path real = real();
        makeFolder(real.getParent());
        synchronized (WRITING) {
            Path beside = real.resolveSibling(real.getFileName() + ".lock");
            try (FileChannel lock = FileChannel.open(
                            beside,
                            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
                            PrivateText.permissions(beside, "rw-------"));
                    FileLock held = lock.lock()) {
                assert held.isValid();
                List<String> lines = lines();
                List<String> edited = edit.apply(lines);
                if (!edited.equals(lines)) {
                    replace(real, edited);
                }
            }
        }
    }

    /**
     * Returns where to write: where a link of this user's own leads, as to a folder with all settings, and never where a
     * stranger's does.
     */
    private Path real() throws IOException {
        if (Files.isSymbolicLink(file)
                && hasOwners()
                && FileOwner.of(file, LinkOption.NOFOLLOW_LINKS) == FileOwner.SOMEBODY_ELSE) {
            throw new FileSystemException(file.toString(), null, "a link that somebody else has made");
        }
        Path real = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(real) && !Files.isRegularFile(real)) {
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
        return real;
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PrivateText.permissions(folder, "rwx------"));
        }
    }

    private void replace(Path real, List<String> lines) throws IOException {
        Path whole = real.resolveSibling(real.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            PrivateText.create(whole, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
            if (hasOwners() && Files.exists(real)) {
                keepOwner(real, whole);
            }
            Files.move(whole, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** What root changes for a user stays that user's. */
    private static void keepOwner(Path real, Path whole) throws IOException {
        if (!Files.getOwner(real).equals(Files.getOwner(whole))) {
            Files.setOwner(whole, Files.getOwner(real));
        }
    }

    private boolean hasOwners() {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
