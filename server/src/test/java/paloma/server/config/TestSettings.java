package paloma.server.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Settings as somebody gives them. */
final class TestSettings {
    private TestSettings() {}

    static ServerSettings load(String... args) {
        return ServerSettings.load(args, Map.of());
    }

    static ServerSettings load(Map<String, String> environment) {
        return ServerSettings.load(new String[0], environment);
    }

    static Given given(Map<String, String> environment, String... args) {
        return Given.of(ServerOptions.parse(args), environment);
    }

    /** Writes a config file. */
    static Path write(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("paloma.conf"), text);
    }

    /** Writes a token file, with {@code permissions} where there are such. */
    static Path token(Path folder, String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), text);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
        return file;
    }
}
