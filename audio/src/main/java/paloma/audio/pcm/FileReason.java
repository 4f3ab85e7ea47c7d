package paloma.audio.pcm;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import paloma.net.StandardOutput;

/** Says why a file cannot be used: what Java throws for the commonest reasons bears the file's name alone. */
public final class FileReason {
    private FileReason() {}

    /** Returns words for the inside of a sentence. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return "no such file or folder";
        }
        return e instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : StandardOutput.reason(e);
    }
}
