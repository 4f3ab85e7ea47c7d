package paloma.client.upload;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import paloma.client.call.Dialer;
import paloma.client.call.OneWay;
import paloma.client.call.OutgoingStream;
import paloma.client.terminal.CliException;
import paloma.client.terminal.CtrlC;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;

/** Carries files to one target, each from a fresh socket. */
final class Courier {
    private static final int STREAM_PIECE_BYTES = 65_536;

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

    /** Sends the file as a stream; returns only when the server has ended its own, and so stored the file. */
    void stream(Path file) throws IOException, CliException {
        UploadProgress progress = progress(file);
        String said;
        try (InputStream in = Files.newInputStream(file);
                OutgoingStream stream = dialer.openStream(timeoutNanos)) {
            said = said(file, in, stream, progress);
        } catch (IOException e) {
            throw stopped(progress, e);
        }
        progress.clear();
        if (!said.isEmpty()) {
            throw new CliException(name(file) + " is not stored as it should be; " + dialer.target() + " says: "
                    + Printable.quote(said) + ".");
        }
        progress.stored(System.nanoTime());
    }

    /** Returns what the server says: nothing where it has stored all. */
    private String said(Path file, InputStream in, OutgoingStream stream, UploadProgress progress)
            throws IOException, CliException {
        try {
            boolean wantsMore = true;
            while (wantsMore) {
                byte[] piece = in.readNBytes(STREAM_PIECE_BYTES);
                if (piece.length == 0) {
                    break;
                }
                wantsMore = stream.send(piece);
                progress.sent(piece.length, System.nanoTime());
            }
            return stream.end();
        } catch (EOFException | SocketException | SocketTimeoutException | ClosedChannelException e) {
            progress.clear();
            throw new CliException(unconfirmed(file, stream, e));
        }
    }

    private String unconfirmed(Path file, OutgoingStream stream, IOException e) {
        boolean silent = e instanceof SocketTimeoutException;
        if (!stream.isEnded()) {
            String why = silent
                    ? "has taken nothing for " + stream.patienceSeconds() + " s"
                    : "broke the connection before the end";
            return name(file) + " is not stored: " + dialer.target() + " " + why + ".";
        }
        String why =
                silent ? "has not ended within " + stream.patienceSeconds() + " s" : "broke the connection at the end";
        return "Whether " + name(file) + " is stored is not known: " + dialer.target() + " " + why
                + "; look there, or send it again.";
    }

    private static String name(Path file) {
        return Printable.quote(file.getFileName().toString());
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
