package paloma.transfer.name;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import paloma.transfer.wire.NameCodec;

/**
 * Names of files between a {@link Path} and text, byte for byte, whatever the locale. On Linux a name is bytes, and Java
 * decodes them by the locale's character set: what does not fit becomes U+FFFD and would name another file. URIs are
 * exact. On Windows and macOS, whose names are Unicode, {@link Path#toString()} is.
 */
public final class NameBytes {
    private static final boolean IS_UTF_8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    /** Its file systems normalise, and refuse what is no Unicode. */
    private static final boolean IS_MAC =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");

    private static final String NO_FOLDER = "/dev/null";
    private static final String PLAIN = "-._~/";
    private static final String HEX = "0123456789ABCDEF";

    private NameBytes() {}

    /** As {@link NameCodec#decode(byte[])}. */
    public static String decode(byte[] name) {
        return NameCodec.decode(name);
    }

    /** As {@link NameCodec#encode}. */
    public static byte[] encode(String name) {
        return NameCodec.encode(name);
    }

    /** Returns the last part of a path, which must have one. */
    public static String of(Path path) {
        Path last = path.getFileName();
        String text = last.toString();
        return isExact(text) || !isBytes(path.getFileSystem()) ? text : decode(bytes(last));
    }

    /** Returns a path with {@code /} between its parts, and before them where it is absolute. */
    public static String text(Path path) {
        if (path.getRoot() != null && !path.getFileSystem().getSeparator().equals("/")) {
            return path.toString();
        }
        StringBuilder text = new StringBuilder(path.getRoot() == null ? "" : "/");
        for (int i = 0; i < path.getNameCount(); i++) {
            text.append(i == 0 ? "" : "/").append(of(path.getName(i)));
        }
        return text.toString();
    }

    /**
     * Returns the path that a person wrote.
     *
     * @throws InvalidPathException where that cannot be written on this system
     */
    public static Path parse(String text) {
        FileSystem system = FileSystems.getDefault();
        if (isExact(text) || !isBytes(system) || text.indexOf('\0') >= 0) {
            return system.getPath(text);
        }
        Path path = system.provider().getPath(URI.create(uri(encoded(text))));
        return text.startsWith("/") ? path : path.subpath(0, path.getNameCount());
    }

    /**
     * Returns the path of one part of a name.
     *
     * @throws InvalidPathException where that means something else on this system, or cannot be written there
     */
    public static Path path(FileSystem system, String part) {
        if (part.isEmpty() || part.indexOf('/') >= 0 || part.indexOf('\0') >= 0) {
            throw new InvalidPathException(part, "not one name");
        }
        if (!isExact(part) && isBytes(system)) {
            return ofBytes(system, part);
        }
        Path path = system.getPath(part);
        if (path.isAbsolute() || path.getNameCount() != 1 || !path.toString().equals(part)) {
            throw new InvalidPathException(part, "another name on this system");
        }
        return path;
    }

    private static Path ofBytes(FileSystem system, String part) {
        return system.provider().getPath(URI.create(uri(encoded(part)))).getFileName();
    }

    private static String uri(byte[] path) {
        StringBuilder uri = new StringBuilder("file:///");
        for (byte b : path) {
            char c = (char) Byte.toUnsignedInt(b);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                uri.append(c);
            } else {
                uri.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return uri.toString();
    }

    /** Two bytes that are UTF-8 together have one text only: that which {@link #decode} gives. */
    private static byte[] encoded(String text) {
        try {
            byte[] bytes = encode(text);
            if (decode(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidPathException(text, e.getMessage());
        }
        throw new InvalidPathException(text, "another name in bytes");
    }

    /**
     * Returns what a link says, byte for byte, but for slashes that stand together: Java makes no such link. Where names
     * are no bytes, with {@code /} between its parts.
     */
    public static byte[] target(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        boolean isBytes = isBytes(target.getFileSystem());
        String text = isBytes ? target.toString() : text(target);
        return encode((isExact(text) || !isBytes ? text : decode(bytes(target))).replaceAll("//+", "/"));
    }

    /**
     * Returns what a link is to say, as a path.
     *
     * @param target relative
     * @throws InvalidPathException where it cannot be written on this system
     */
    public static Path target(FileSystem system, byte[] target) {
        String text = decode(target);
        if (text.isEmpty() || text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw new InvalidPathException(text, "not the target of a link that leads down");
        }
        if (!isBytes(system)) {
            return system.getPath(text);
        }
        // A path from text loses the slashes at its end; one from a URI the last one.
        Path path = system.provider().getPath(URI.create(uri(target) + (text.endsWith("/") ? "/" : "")));
        return path.subpath(0, path.getNameCount());
    }

    /** A URI is absolute, and ends with a slash where a folder is: there is none below a file. */
    private static byte[] bytes(Path path) {
        Path file = path.getFileSystem().getPath(NO_FOLDER);
        String raw = file.resolve(path).toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = path.isAbsolute() ? 0 : NO_FOLDER.length() + 1; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** Returns whether Java's own text of a name is exact in both directions. */
    private static boolean isExact(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && (!IS_UTF_8 || c == '\ufffd' || Character.isSurrogate(c))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBytes(FileSystem system) {
        return !IS_MAC
                && system.getSeparator().equals("/")
                && system.provider().getScheme().equals("file");
    }
}
