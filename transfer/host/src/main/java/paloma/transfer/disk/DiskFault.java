package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import paloma.net.Descriptors;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** Turns what the disk reports into a sentence for people. */
public final class DiskFault {
    private DiskFault() {}

    /** Returns what happened to a file; the system's own words are in the language of the process. */
    public static RefusedException of(IOException e, String what) {
        if (e instanceof LeaseLostException lost) {
            return new RefusedException(Reason.TAKEN_OVER, lost.sentence(what), e);
        }
        if (e instanceof AccessDeniedException) {
            return new RefusedException(Reason.PERMISSION, what + ": permission denied", e);
        }
        if (e instanceof NoSuchFileException) {
            return new RefusedException(Reason.NOT_FOUND, what + " is not there", e);
        }
        if (e instanceof FileAlreadyExistsException) {
            return new RefusedException(Reason.EXISTS, what + " exists already", e);
        }
        if (e instanceof ClosedChannelException) {
            return new RefusedException(Reason.DISK_ERROR, what + " was closed in the meantime", e);
        }
        return inSystemWords(e, what);
    }

    private static RefusedException inSystemWords(IOException e, String what) {
        String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        String words = said == null ? e.getClass().getSimpleName() : RefusedException.told(said);
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space")) {
            return new RefusedException(Reason.DISK_FULL, what + ": the disk is full", e);
        }
        if (Descriptors.areOut(e)) {
            return new RefusedException(Reason.DISK_ERROR, what + ": too many files are open (ulimit -n)", e);
        }
        if (lower.contains("quota")) {
            return new RefusedException(Reason.QUOTA, what + ": the quota of the receiving user is used up", e);
        }
        if (lower.contains("read-only file system") || lower.contains("not permitted")) {
            return new RefusedException(Reason.PERMISSION, what + ": " + words, e);
        }
        if (lower.contains("file too large")) {
            return new RefusedException(Reason.TOO_LARGE, what + " is too large for the receiving file system", e);
        }
        if (lower.contains("name too long")) {
            return new RefusedException(Reason.NAME, what + " is too long a name for the file system", e);
        }
        return new RefusedException(Reason.DISK_ERROR, what + ": the disk says: " + words, e);
    }
}
