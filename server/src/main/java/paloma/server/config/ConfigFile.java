package paloma.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import paloma.net.Printable;

/**
 * The file of {@code --config}: lines of {@code key = value} in UTF-8. A line that begins with {@code #} is a comment; in a
 * value each character stands for itself, also {@code \} and {@code #}.
 */
final class ConfigFile {
    /** The endpoints, which the command line has as its plain arguments. */
    static final String ENDPOINTS = "endpoints";

    /** A thousand times the file that has every setting: more is no config file. */
    private static final int MAX_BYTES = 4 << 20;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final String name;
    private final Map<String, Value> values = new LinkedHashMap<>();

    private ConfigFile(String name) {
        this.name = name;
    }

    static ConfigFile none() {
        return new ConfigFile("");
    }

    /** @throws ConfigException when it cannot be read, or a line is no {@code key = value}, or a key is there twice */
    static ConfigFile read(String path) {
        ConfigFile file = new ConfigFile(Printable.escape(path));
        String text = file.text(path);
        String[] lines = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).split("\\r?\\n", -1);
        for (int i = 0; i < lines.length; i++) {
            file.take(lines[i].strip(), file.name + ":" + (i + 1));
        }
        return file;
    }

    /** Returns what the file says, by key, in its order. */
    Map<String, Value> values() {
        return values;
    }

    private String text(String path) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw wrong("is too large to be a config file; name another");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException | InvalidPathException e) {
            throw wrong("is not there; name another, or leave --config out");
        } catch (CharacterCodingException e) {
            throw wrong("is not in UTF-8; save it in UTF-8");
        } catch (IOException e) {
            throw wrong("cannot be read; name a file that can");
        }
    }

    private void take(String line, String place) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw new ConfigException(place + ": " + Printable.quote(line) + " has no =; write key = value.");
        }
        if (line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw new ConfigException(place + ": " + Printable.quote(line) + " has a control character; take it out.");
        }
        String key = line.substring(0, equals).strip();
        Value value = new Value(place + ": " + Printable.escape(key), place, line.substring(equals + 1));
        Value before = values.putIfAbsent(key, value);
        if (before != null) {
            throw new ConfigException(value.name() + " is set in " + before.source() + " too; keep one of the lines.");
        }
    }

    private ConfigException wrong(String why) {
        return new ConfigException("The config file \"" + name + "\" " + why + ".");
    }
}
