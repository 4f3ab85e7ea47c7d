package paloma.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import paloma.net.Printable;
import paloma.server.config.ConfigException;
import paloma.server.config.ServerSettings;
import paloma.server.config.TlsSettings;
import paloma.server.console.JsonLine;
import paloma.transfer.keys.Fingerprint;
import paloma.transfer.keys.KeyFile;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.keys.SelfSignedFiles;

/** What {@code --show-key} prints: the fingerprints, and on standard error which keys are new. */
final class ShownKey {
    private ShownKey() {}

    /** Prints the bare fingerprint where there is one key, for scripts; two are told apart. */
    static void print(ServerSettings settings, PrintStream out) {
        byte[] ofFiles = ofFiles(settings);
        byte[] ofTls = ofTls(settings);
        if (ofFiles == null && ofTls == null) {
            throw new ConfigException(
                    "--show-key: only files, tls:// and dtls:// have keys; name one of them among the endpoints.");
        }
        boolean both = ofFiles != null && ofTls != null;
        boolean json = settings.console().json();
        print(ofFiles, "key", both ? "files " : "", json, out);
        print(ofTls, "tls-key", both ? "tls   " : "", json, out);
    }

    private static void print(byte[] publicKey, String event, String name, boolean json, PrintStream out) {
        if (publicKey == null) {
            return;
        }
        String fingerprint = Fingerprint.of(publicKey).text();
        out.println(
                json
                        ? new JsonLine()
                                .add("event", event)
                                .add("fingerprint", fingerprint)
                                .add("public", Base64.getEncoder().encodeToString(publicKey))
                        : name + fingerprint);
    }

    private static byte[] ofFiles(ServerSettings settings) {
        Path file = settings.files().keyFile();
        if (file == null) {
            return null;
        }
        KeyFile key = new KeyFile(file);
        return made(settings, file, key.exists(), () -> key.readOrMake().publicKey());
    }

    private static byte[] ofTls(ServerSettings settings) {
        TlsSettings tls = settings.tls();
        if (tls.identity() != null) {
            return tls.identity().publicKeyInfo();
        }
        if (tls.madeKey() == null) {
            return null;
        }
        SelfSignedFiles key = new SelfSignedFiles(tls.madeKey(), tls.madeCertificate());
        return made(
                settings, tls.madeKey(), key.exists(), () -> key.readOrMake().publicKeyInfo());
    }

    private interface Key {
        byte[] publicKey() throws SecretFileException;
    }

    private static byte[] made(ServerSettings settings, Path file, boolean existed, Key key) {
        byte[] publicKey = publicKey(settings.data(), key);
        if (!existed) {
            System.err.println("There was no key: " + Printable.word(file.toString()) + " holds a new one.");
        }
        return publicKey;
    }

    private static byte[] publicKey(Path data, Key key) {
        try {
            Files.createDirectories(data);
            return key.publicKey();
        } catch (IOException e) {
            throw new ConfigException("The folder " + Printable.quote(data.toString()) + " cannot be made ("
                    + e.getMessage() + "): name another with --data.");
        } catch (SecretFileException e) {
            throw new ConfigException("The server has no key: " + e.getMessage() + ".");
        }
    }
}
