package paloma.client.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of this user's settings, where {@code known_servers} is too: a person reads it, edits it and takes it to other
 * machines, and who loses it loses what it protects from. (The state of the XDG Base Directory Specification is what is not
 * important or portable enough for that.)
 */
public record SettingsFolder(Map<String, String> environment, String system, String home) {
    public static SettingsFolder ofProcess() {
        return new SettingsFolder(
                System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", ""));
    }

    /** Returns nothing for a user without a home. */
    public Optional<Path> file(String name) {
        return settings().map(folder -> folder.resolve("paloma").resolve(name));
    }

    private Optional<Path> settings() {
        Optional<Path> xdg = absolute(environment.get("XDG_CONFIG_HOME"));
        if (xdg.isPresent()) {
            return xdg;
        }
        String lower = system.toLowerCase(Locale.ROOT);
        if (lower.startsWith("windows")) {
            return absolute(environment.get("APPDATA")).or(() -> below("AppData", "Roaming"));
        }
        return lower.startsWith("mac") ? below("Library", "Application Support") : below(".config");
    }

    private Optional<Path> below(String... names) {
        return absolute(environment.get("HOME")).or(() -> absolute(home)).map(path -> {
            Path folder = path;
            for (String name : names) {
                folder = folder.resolve(name);
            }
            return folder;
        });
    }

    /** A relative path would be another one in each folder; the specification has it ignored. */
    private static Optional<Path> absolute(String text) {
        try {
            return text == null || text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
