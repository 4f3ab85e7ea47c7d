package paloma.server.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import paloma.transfer.name.NameBytes;

/** Checks folders without creating any: what is only checked leaves no trace. */
final class Folders {
    private Folders() {}

    static Path path(Value value) {
        try {
            return NameBytes.parse(value.text());
        } catch (InvalidPathException e) {
            throw value.wrong("is not a path", "write the name of a folder");
        }
    }

    /** Returns the path of a folder that can be written to, or that can be created. */
    static Path writable(Value value) {
        Path folder = path(value);
        Path existing = folder.toAbsolutePath().normalize();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw value.wrong("is not a folder", "name a folder, or one that can be created");
        }
        if (!Files.isWritable(existing)) {
            throw value.wrong(
                    "cannot be written to by " + System.getProperty("user.name"),
                    "change its owner or mode, or name another");
        }
        return folder;
    }

    static Path readable(Value value) {
        Path folder = path(value);
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            throw value.wrong("is not a readable folder", "create it, or leave the option out");
        }
        return folder;
    }
}
