package paloma.server.config;

import java.nio.file.Path;
import paloma.server.files.FilesSettings;
import paloma.transfer.disk.Limits;

/** The limits of files as the operator said them. */
final class FileLimits {
    private FileLimits() {}

    static FilesSettings of(Given given, Path folder) {
        return new FilesSettings(folder, null, 128, 128, new Limits(1L << 40, 1L << 42, 256L << 20));
    }
}
