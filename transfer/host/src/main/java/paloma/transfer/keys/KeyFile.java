package paloma.transfer.keys;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paloma.transfer.noise.X25519;

/**
 * The file with a server's static key: one line, {@code paloma-key-1} and the 32 bytes of the private key in Base64. No link
 * leads to it, and only its owner may read it, from the moment that it is there.
 */
public final class KeyFile {
    private static final String FORMAT = "paloma-key-1";
    private static final Pattern LINE = Pattern.compile(FORMAT + " +([A-Za-z0-9+/]{43}=)\\s*");
    private static final int MAX_BYTES = 1_024;

    private final Path file;

    public KeyFile(Path file) {
        this.file = file;
    }

    /** Returns whether something of this name is there. */
    public boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Reads the key; makes it first where there is none. Of several processes that make it at once all read the same. */
    public X25519.KeyPair readOrMake() throws SecretFileException {
        if (!exists()) {
            make();
        }
        return read();
    }

    /** Makes nothing: a key that is not there yet is no fault. */
    public void refuseUnusable() throws SecretFileException {
        if (exists()) {
            read();
        }
    }

    private X25519.KeyPair read() throws SecretFileException {
        String shown = SecretFile.shown(file);
        if (Files.isSymbolicLink(file)) {
            throw new SecretFileException(shown + " is a link; name the file that it leads to");
        }
        if (exists() && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SecretFileException(shown + " is not a regular file; name the file of the server's key");
        }
        byte[] text = SecretFile.read(file, MAX_BYTES, false, LinkOption.NOFOLLOW_LINKS);
        Matcher line = LINE.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            throw new SecretFileException(shown + " does not hold a key, which is the line \"" + FORMAT
                    + "\" and 44 characters; put it back from a backup, or remove it, and the server makes another key,"
                    + " which its clients do not know");
        }
        return X25519.KeyPair.of(Base64.getDecoder().decode(line.group(1)));
    }

    private void make() throws SecretFileException {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            try {
                PrivateText.create(unfinished, newLine());
                publish(unfinished);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (FileAlreadyExistsException e) {
            return; // another process was first
        } catch (IOException e) {
            throw SecretFile.fault(e, file);
        }
    }

    private static String newLine() {
        byte[] key = X25519.KeyPair.random().privateKey();
        return FORMAT + " " + Base64.getEncoder().encodeToString(key) + "\n";
    }

    /** A second name, unlike a rename, never takes the place of what is there; some file systems have none. */
    private void publish(Path unfinished) throws IOException {
        try {
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(unfinished, file);
        }
        forceFolder();
    }

    /** The key must not be another after the power has failed; where folders cannot be opened (Windows) they need not be. */
    private void forceFolder() throws IOException {
        if (SecretFile.arePermissionsKept(file)) {
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        }
    }
}
