package paloma.transfer.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import paloma.transfer.wire.Reason;

/** The file with the token that both sides know; line ends after the token are ignored. */
public final class TokenFile {
    private static final int MAX_BYTES = 4_096;

    private TokenFile() {}

    /** @throws RefusedException also for a file that everyone can read: that is no secret */
    public static byte[] read(Path file) throws RefusedException {
        String shown = RefusedException.shown(file.toString());
        try {
            if (Files.isDirectory(file)) {
                throw refused(shown + " is a folder; name the file that holds the token");
            }
            if (isWorldReadable(file)) {
                throw refused(shown + " can be read by everyone; make it private with chmod o-r");
            }
            byte[] token = token(file);
            if (token.length == 0) {
                throw refused(shown + " is empty; write a token into it");
            }
            if (token.length > MAX_BYTES) {
                throw refused(shown + " is too large for a token; write at most " + MAX_BYTES + " bytes into it");
            }
            return token;
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
    }

    private static byte[] token(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = in.readNBytes(MAX_BYTES + 2);
            int end = text.length;
            while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
                end--;
            }
            return Arrays.copyOf(text, end);
        }
    }

    private static boolean isWorldReadable(Path file) throws IOException {
        return FileMode.isKeptBy(file) && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    private static RefusedException refused(String sentence) {
        return new RefusedException(Reason.TOKEN, sentence);
    }
}
