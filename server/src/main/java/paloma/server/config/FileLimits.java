package paloma.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import paloma.net.Printable;
import paloma.transfer.disk.Limits;
import paloma.transfer.keys.KeyFile;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.keys.TokenFile;
import paloma.transfer.wire.FileFacts;

/** Reads the limits of files from the settings. */
final class FileLimits {
    /** Beside the folder of files, so that no client ever reaches it. */
    private static final String KEY_NAME = "server.key";

    private static final long MAX_TOTAL_BYTES = 1L << 60;
    private static final int MAX_TRANSFERS = 10_000;
    private static final long MIN_MEMORY_BYTES = 4L << 20;
    private static final long MAX_MEMORY_BYTES = 1L << 40;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long HOUR_NANOS = 3_600 * SECOND_NANOS;
    private static final long TEN_YEARS_NANOS = 87_600 * HOUR_NANOS;

    private FileLimits() {}

    /** @param served whether tokens and the key are wanted at all: else their files are not touched */
    static FilesSettings of(Given given, Path folder, boolean served) {
        Limits limits = new Limits(
                given.get(Setting.FILES_LIMIT).asBytes(1, FileFacts.LIMIT_BYTES),
                given.get(Setting.FILES_TOTAL).asBytes(1, MAX_TOTAL_BYTES),
                given.get(Setting.FILES_FREE).asBytes(0, MAX_TOTAL_BYTES));
        return new FilesSettings(
                folder,
                served ? tokens(given.get(Setting.TOKEN_FILE), folder) : List.of(),
                served ? keyFile(given.get(Setting.KEY_FILE), folder) : null,
                given.get(Setting.FILES_TRANSFERS).asInt(1, MAX_TRANSFERS),
                given.get(Setting.FILES_PER_SOURCE).asInt(1, MAX_TRANSFERS),
                given.get(Setting.FILES_MEMORY).asBytes(MIN_MEMORY_BYTES, MAX_MEMORY_BYTES),
                limits,
                given.get(Setting.FILES_IDLE).asNanos(SECOND_NANOS, HOUR_NANOS),
                given.get(Setting.FILES_KEEP).asNanos(HOUR_NANOS, TEN_YEARS_NANOS));
    }

    private static List<byte[]> tokens(Value file, Path folder) {
        if (file.is(Setting.NONE)) {
            return List.of();
        }
        Path path = secret(file, folder);
        try {
            return TokenFile.read(path);
        } catch (SecretFileException e) {
            throw file.refused(e);
        }
    }

    private static Path keyFile(Value file, Path folder) {
        Path path = file.is(Setting.AUTO) ? folder.resolveSibling(KEY_NAME) : secret(file, folder);
        try {
            new KeyFile(path).refuseUnusable();
            return path;
        } catch (SecretFileException e) {
            throw file.refused(e);
        }
    }

    /** What is in the folder of files is there for its clients. */
    private static Path secret(Value file, Path folder) {
        Path path = file.asFile();
        if (real(path).startsWith(real(folder))) {
            throw new ConfigException(file.name() + ": " + Printable.word(file.text())
                    + " is in the folder of files, where clients read and write; move it.");
        }
        return path;
    }

    /** Returns a path without links, as far as it is there. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return absolute.toRealPath();
        } catch (IOException e) {
            Path parent = absolute.getParent();
            return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
        }
    }
}
