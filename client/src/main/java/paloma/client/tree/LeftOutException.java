package paloma.client.tree;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Something of a tree cannot be sent; the message says why, in words that follow its name. */
public final class LeftOutException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    LeftOutException(String why) {
        super(why);
    }

    /** Returns why, of what the disk reports; to be escaped before it is shown. */
    static LeftOutException of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return new LeftOutException("permission denied");
        }
        if (e instanceof NoSuchFileException) {
            return new LeftOutException("it is not there any more");
        }
        if (e instanceof FileSystemLoopException) {
            return new LeftOutException("a link that leads in a circle");
        }
        String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return new LeftOutException(
                "the disk says: " + (said == null ? e.getClass().getSimpleName() : said));
    }
}
