package paloma.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import paloma.net.Printable;
import paloma.server.config.ConfigException;
import paloma.server.config.ServerSettings;
import paloma.server.console.JsonLine;
import paloma.transfer.keys.Fingerprint;
import paloma.transfer.keys.KeyFile;
import paloma.transfer.keys.SecretFileException;

/** What {@code --show-key} prints: the fingerprint, and on standard error that the key is new. */
final class ShownKey {
    private ShownKey() {}

    static void print(ServerSettings settings, PrintStream out) {
        Path file = settings.files().keyFile();
        if (file == null) {
            throw new ConfigException("--show-key: only files has a key; name it among the endpoints.");
        }
        KeyFile key = new KeyFile(file);
        boolean isNew = !key.exists();
        byte[] publicKey = publicKey(settings.data(), key);
        String fingerprint = Fingerprint.of(publicKey).text();
        if (isNew) {
            System.err.println("There was no key: " + Printable.word(file.toString()) + " holds a new one.");
        }
        out.println(
                settings.console().json()
                        ? new JsonLine()
                                .add("event", "key")
                                .add("fingerprint", fingerprint)
                                .add("public", Base64.getEncoder().encodeToString(publicKey))
                        : fingerprint);
    }

    private static byte[] publicKey(Path data, KeyFile key) {
        try {
            Files.createDirectories(data);
            return key.readOrMake().publicKey();
        } catch (IOException e) {
            throw new ConfigException("The folder " + Printable.quote(data.toString()) + " cannot be made ("
                    + e.getMessage() + "): name another with --data.");
        } catch (SecretFileException e) {
            throw new ConfigException("The server has no key: " + e.getMessage() + ".");
        }
    }
}
