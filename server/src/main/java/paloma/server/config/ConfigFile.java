package paloma.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import paloma.net.Printable;

/** The file of {@code --config}: {@link Properties} in UTF-8, whose keys are those of {@link Setting}. */
final class ConfigFile {
    /** The endpoints, which the command line has as its plain arguments. */
    static final String ENDPOINTS = "endpoints";

    private final String name;
    private final Properties properties;

    private ConfigFile(String name, Properties properties) {
        this.name = name;
        this.properties = properties;
    }

    static ConfigFile none() {
        return new ConfigFile("", new Properties());
    }

    static ConfigFile read(String name) {
        ConfigFile file = new ConfigFile(Printable.escape(name), new Once());
        try (Reader reader = Files.newBufferedReader(Path.of(name))) {
            file.properties.load(reader);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw file.wrong("there is no such file");
        } catch (CharacterCodingException e) {
            throw file.wrong("it is not in UTF-8");
        } catch (IOException e) {
            throw file.wrong("it cannot be read");
        } catch (IllegalArgumentException e) {
            throw file.wrong(e.getMessage());
        }
        for (String key : file.properties.stringPropertyNames()) {
            file.refuseUnknown(key);
        }
        return file;
    }

    /** Returns the file's name, safe to print. */
    String name() {
        return name;
    }

    /** Returns what the file says, or null. */
    String text(String key) {
        return properties.getProperty(key);
    }

    private void refuseUnknown(String key) {
        List<String> known = new ArrayList<>();
        known.add(ENDPOINTS);
        for (Setting setting : Setting.values()) {
            if (setting.isInFile()) {
                known.add(setting.key());
            }
        }
        if (!known.contains(key)) {
            throw wrong("there is no setting " + Printable.escape(key) + ", "
                    + Nearest.hint(key, known, "see --help for those that there are"));
        }
    }

    private ConfigException wrong(String why) {
        String end = why.endsWith("?") || why.endsWith(".") ? "" : ".";
        return new ConfigException("Config file " + name + ": " + why + end);
    }

    /** Refuses what {@link Properties} lets pass: a key that is there twice. */
    private static final class Once extends Properties {
        @Override
        public synchronized Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw new IllegalArgumentException(
                        Printable.escape(key.toString()) + " is set twice, keep one of the lines");
            }
            return super.put(key, value);
        }
    }
}
