package paloma.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import paloma.transfer.disk.Limits;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.keys.TokenFile;
import paloma.transfer.wire.FileFacts;

/** Reads the limits of files from the settings. */
final class FileLimits {
    private static final long MAX_TOTAL_BYTES = 1L << 60;
    private static final int MAX_TRANSFERS = 10_000;
    private static final long MIN_MEMORY_BYTES = 4L << 20;
    private static final long MAX_MEMORY_BYTES = 1L << 40;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long HOUR_NANOS = 3_600 * SECOND_NANOS;
    private static final long TEN_YEARS_NANOS = 87_600 * HOUR_NANOS;

    private FileLimits() {}

    /** @param served whether the token is wanted at all: else its file is not touched */
    static FilesSettings of(Given given, Path folder, boolean served) {
        Limits limits = new Limits(
                given.get(Setting.FILES_LIMIT).asBytes(1, FileFacts.LIMIT_BYTES),
                given.get(Setting.FILES_TOTAL).asBytes(1, MAX_TOTAL_BYTES),
                given.get(Setting.FILES_FREE).asBytes(0, MAX_TOTAL_BYTES));
        return new FilesSettings(
                folder,
                served ? tokens(given.get(Setting.TOKEN_FILE)) : List.of(),
                given.get(Setting.FILES_TRANSFERS).asInt(1, MAX_TRANSFERS),
                given.get(Setting.FILES_PER_SOURCE).asInt(1, MAX_TRANSFERS),
                given.get(Setting.FILES_MEMORY).asBytes(MIN_MEMORY_BYTES, MAX_MEMORY_BYTES),
                limits,
                given.get(Setting.FILES_IDLE).asNanos(SECOND_NANOS, HOUR_NANOS),
                given.get(Setting.FILES_KEEP).asNanos(HOUR_NANOS, TEN_YEARS_NANOS));
    }

    private static List<byte[]> tokens(Value file) {
        if (file.is(Setting.NONE)) {
            return List.of();
        }
        try {
            return TokenFile.read(Path.of(file.text()));
        } catch (SecretFileException e) {
            throw new ConfigException(file.name() + ": " + e.getMessage() + ".");
        } catch (InvalidPathException e) {
            throw file.wrong("is not a path", "write the name of the file that holds the token");
        }
    }
}
