package paloma.audio.srtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import paloma.audio.pcm.FileReason;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/**
 * Files that nobody but their owner may read or write. One of root's may be readable by its group where we are not root: in
 * that way, and in no other, root hands a secret to a user. Where files have no such permissions (Windows) nothing is
 * checked.
 */
public final class OwnerOnly {
    private static final Object ROOT = 0;

    /** Belongs to the user that this process acts for (proc(5)). */
    private static final Path OURSELVES = Path.of("/proc/self");

    private static final Path OUTPUT = Path.of("/proc/self/fd/1");

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private static final String OWNER = "unix:uid";

    /** Where the permissions of group and others begin, in {@code rwxrwxrwx}. */
    private static final int AFTER_OWNER = 3;

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private static final int MAX_BYTES = 4_096;

    private OwnerOnly() {}

    /**
     * Reads all of a text.
     *
     * @param advice what to do where there is none, from its semicolon on
     */
    public static String read(Path file, String advice) throws UnusableException {
        String shown = Printable.word(file.toString());
        try {
            if (Files.isDirectory(file)) {
                throw new UnusableException(shown + " is a folder; name a file.");
            }
            require(file, shown);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new UnusableException(
                            shown + " has more than " + MAX_BYTES + " bytes, too many for a key" + advice);
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (NoSuchFileException e) {
            throw new UnusableException(shown + " is not there" + advice, e);
        } catch (AccessDeniedException e) {
            throw new UnusableException(shown + " cannot be read: permission denied; make it yours with chown.", e);
        } catch (IOException e) {
            throw new UnusableException(shown + " cannot be read (" + FileReason.of(e) + "); name another.", e);
        }
    }

    /** @param shown the file's name in a sentence */
    static void require(Path file, String shown) throws IOException, UnusableException {
        if (!arePermissionsKept(file)) {
            return;
        }
        boolean isForUs = Files.getAttribute(file, OWNER).equals(ROOT) && !areWeRoot();
        if (!isForUs && !areWeRoot() && !isOurs(file)) {
            throw new UnusableException(shown + " belongs to "
                    + Printable.word(Files.getOwner(file).getName())
                    + ", who can read it; make it yours with chown, or name another.");
        }
        String ofOthers = PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                .substring(AFTER_OWNER);
        if (!ofOthers.equals("------") && !(isForUs && ofOthers.equals("r-----"))) {
            throw new UnusableException(shown + " is open to others than its owner; make it private: chmod "
                    + (isForUs ? "440 " : "600 ") + shown + ".");
        }
    }

    private static boolean isOurs(Path file) throws IOException {
        return Files.exists(OURSELVES)
                ? Files.getAttribute(file, OWNER).equals(Files.getAttribute(OURSELVES, OWNER))
                : Files.getOwner(file).getName().equals(System.getProperty("user.name"));
    }

    private static boolean areWeRoot() throws IOException {
        return Files.exists(OURSELVES)
                ? Files.getAttribute(OURSELVES, OWNER).equals(ROOT)
                : "root".equals(System.getProperty("user.name"));
    }

    /** Writes a new file, private from the moment that it is there; of one that could not be written whole nothing stays. */
    static void create(Path file, String text) throws IOException {
        try (FileChannel out = FileChannel.open(file, NEW, permissions(file))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Makes the new, still empty file private to which a shell sends standard output; does nothing elsewhere. */
    static void makeOutputPrivate() throws IOException {
        if (Files.isRegularFile(OUTPUT) && Files.size(OUTPUT) == 0 && isOurs(OUTPUT)) {
            Files.setPosixFilePermissions(OUTPUT, PRIVATE);
        }
    }

    private static FileAttribute<?>[] permissions(Path file) {
        return arePermissionsKept(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)}
                : new FileAttribute<?>[0];
    }

    private static boolean arePermissionsKept(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
