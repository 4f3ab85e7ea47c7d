package paloma.server.upload;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Disk errors in words, for people. */
final class UploadFault {
    private UploadFault() {}

    static String inWords(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "the upload folder is gone";
        }
        if (e instanceof AccessDeniedException) {
            return "the upload folder is not writable";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
