package paloma.e2e.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import paloma.transfer.Sha256;

/** A tree on the disk, to be compared with another. */
final class TreeView {
    private TreeView() {}

    /** Returns what is below a folder, with all that is to be kept of it. */
    static Map<String, String> of(Path top) throws IOException {
        Map<String, String> items = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path item : (Iterable<Path>) all::iterator) {
                items.put(top.relativize(item).toString(), of(item, Files.isSymbolicLink(item)));
            }
        }
        return items;
    }

    private static String of(Path item, boolean isLink) throws IOException {
        if (isLink) {
            return "link to " + Files.readSymbolicLink(item);
        }
        String facts = PosixFilePermissions.toString(Files.getPosixFilePermissions(item)) + " "
                + Files.getLastModifiedTime(item, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (Files.isDirectory(item)) {
            return facts;
        }
        byte[] content = Files.readAllBytes(item);
        return facts + " " + content.length + " " + HexFormat.of().formatHex(Sha256.of(content, content.length));
    }
}
