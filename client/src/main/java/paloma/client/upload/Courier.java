package paloma.client.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import paloma.client.call.Conversation;
import paloma.client.call.Dialer;
import paloma.client.call.OneWay;
import paloma.client.terminal.CliException;
import paloma.client.terminal.CtrlC;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;

/** Carries files to one target, each from a fresh socket. */
final class Courier {
    private static final int STREAM_PIECE_BYTES = 65_536;

    /** A slow disk may take as long to store what it has in memory. */
    private static final long STORING_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Terminal terminal;
    private final Dialer dialer;
    private final long timeoutNanos;

    Courier(Terminal terminal, Dialer dialer, long timeoutNanos) {
        this.terminal = terminal;
        this.dialer = dialer;
        this.timeoutNanos = timeoutNanos;
    }

    /** Sends datagrams of {@code sizeBytes} at the given pace, then {@code bye}. */
    void carry(Path file, int sizeBytes, UploadPacer pace) throws IOException, CliException {
        UploadProgress progress = progress(file);
        try (InputStream in = Files.newInputStream(file);
                OneWay datagrams = new OneWay(dialer, timeoutNanos)) {
            UploadChunks chunks = new UploadChunks(in, sizeBytes);
            for (byte[] chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                pause(pace.take(chunk.length, System.nanoTime()));
                datagrams.send(chunk);
                progress.sent(chunk.length, System.nanoTime());
            }
            pause(pace.take(UploadChunks.BYE.length, System.nanoTime()));
            datagrams.send(UploadChunks.BYE);
            datagrams.end();
        } catch (IOException e) {
            throw stopped(progress, e);
        }
        progress.done("datagram", "sent; nothing confirms that it arrived", System.nanoTime());
    }

    /**
     * Sends the file as a stream and ends it; returns whether the server has stored it, which it says by ending its own
     * side without a word.
     */
    boolean stream(Path file) throws IOException, CliException {
        UploadProgress progress = progress(file);
        String words;
        try (InputStream in = Files.newInputStream(file);
                Conversation conversation = dialer.openRaw(timeoutNanos)) {
            conversation.resetUntilFinished();
            words = exchange(in, conversation, progress);
        } catch (IOException e) {
            IOException cause = stopped(progress, e);
            terminal.tell(
                    "Nothing says that " + Printable.quote(file.getFileName().toString()) + " is stored.");
            throw cause;
        }
        if (words.isEmpty()) {
            progress.done("piece", "stored by the server", System.nanoTime());
            return true;
        }
        progress.clear();
        terminal.tell(Printable.quote(file.getFileName().toString()) + " is not stored whole. The server says: "
                + Printable.escape(words.strip()));
        return false;
    }

    /** Returns what the server says; a line while it is being sent to is as good as one at the end. */
    private String exchange(InputStream in, Conversation conversation, UploadProgress progress) throws IOException {
        try {
            for (byte[] piece = in.readNBytes(STREAM_PIECE_BYTES);
                    piece.length > 0;
                    piece = in.readNBytes(STREAM_PIECE_BYTES)) {
                conversation.send(piece, timeoutNanos);
                progress.sent(piece.length, System.nanoTime());
            }
            return conversation.finish(Math.max(timeoutNanos, STORING_NANOS));
        } catch (IOException e) {
            String words = Thread.currentThread().isInterrupted() ? "" : conversation.lastWords();
            if (words.isEmpty()) {
                throw e;
            }
            return words;
        }
    }

    private UploadProgress progress(Path file) throws IOException {
        return new UploadProgress(terminal, file.getFileName().toString(), Files.size(file), System.nanoTime());
    }

    /** Throws how far it got if a person stopped it; returns any other failure. */
    private static IOException stopped(UploadProgress progress, IOException e) throws CliException {
        progress.clear();
        if (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            throw new CliException(progress.stopped(), CtrlC.EXIT_CODE);
        }
        return e;
    }

    private static void pause(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
        }
    }
}
