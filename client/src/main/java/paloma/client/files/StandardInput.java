package paloma.client.files;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import paloma.client.terminal.CliException;
import paloma.client.terminal.ClosedInput;
import paloma.net.Printable;
import paloma.net.StandardOutput;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.wire.FileFacts;

/**
 * Standard input as a file to send. A file that it was redirected from is sent itself; what comes by a pipe is read to its
 * end first, into a temporary file that has no name, for the server wants to know the size before the first byte.
 */
final class StandardInput implements AutoCloseable {
    private static final String SHOWN = "standard input";
    private static final Path DESCRIPTOR = Path.of("/proc/self/fd/0");

    private final PutTask.Source source;
    private final long size;
    private final FileChannel copy;

    private StandardInput(PutTask.Source source, long size, FileChannel copy) {
        this.source = source;
        this.size = size;
        this.copy = copy;
    }

    /** @param asOpened whether a file that grows in the meantime is sent as long as it is now */
    static StandardInput of(InputStream in, boolean asOpened) throws CliException, InterruptedException {
        if (in instanceof ClosedInput) {
            throw new CliException("Nothing sent: standard input is closed.");
        }
        long redirected = in == System.in ? redirectedBytes() : 0;
        return redirected > 0
                ? new StandardInput(() -> OutgoingFile.open(DESCRIPTOR, SHOWN, asOpened), redirected, null)
                : copied(in);
    }

    PutTask.Source source() {
        return source;
    }

    long size() {
        return size;
    }

    /** Returns the size of the file that standard input is from its first byte on; 0 if it is something else, or empty. */
    private static long redirectedBytes() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(DESCRIPTOR, BasicFileAttributes.class);
            return attributes.isRegularFile() && Files.isReadable(DESCRIPTOR) && isAtItsBeginning()
                    ? attributes.size()
                    : 0;
        } catch (IOException e) {
            return 0; // no Linux
        }
    }

    /** Another program may have read a part of it, which then is not for the server. */
    @SuppressWarnings("resource") // standard input stays open
    private static boolean isAtItsBeginning() throws IOException {
        return new FileInputStream(FileDescriptor.in).getChannel().position() == 0;
    }

    private static StandardInput copied(InputStream in) throws CliException, InterruptedException {
        FileChannel copy = nameless();
        boolean whole = false;
        try {
            copy(in, copy);
            long millis = System.currentTimeMillis();
            FileFacts facts = new FileFacts(copy.size(), FileFacts.NO_MODE, TimeUnit.MILLISECONDS.toNanos(millis));
            whole = true;
            return new StandardInput(() -> OutgoingFile.of(copy, SHOWN, facts), facts.size(), copy);
        } catch (IOException e) {
            throw failed("cannot be copied to " + folder() + " (" + StandardOutput.reason(e) + ")");
        } finally {
            if (!whole) {
                close(copy);
            }
        }
    }

    /** A file that only its owner may read, and that is gone with this process at the latest. */
    private static FileChannel nameless() throws CliException {
        try {
            Path file = Files.createTempFile("paloma-", ".tmp");
            return FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw failed("needs a temporary file, and none can be made in " + folder() + " (" + StandardOutput.reason(e)
                    + ")");
        }
    }

    /** Reads on a thread of its own, for nothing interrupts the reading of a pipe at Ctrl-C. */
    private static void copy(InputStream in, FileChannel copy) throws IOException, InterruptedException {
        CompletableFuture<Void> copied = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        in.transferTo(Channels.newOutputStream(copy));
                        copied.complete(null);
                    } catch (Throwable e) {
                        copied.completeExceptionally(e);
                    }
                },
                "paloma-standard-input");
        reader.setDaemon(true);
        reader.start();
        try {
            copied.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static CliException failed(String what) {
        return new CliException("Nothing sent: standard input " + what
                + "; JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER names another folder for it.");
    }

    private static String folder() {
        return Printable.quote(System.getProperty("java.io.tmpdir"));
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            return; // nothing of it is wanted any more
        }
    }

    @Override
    public void close() {
        if (copy != null) {
            close(copy);
        }
    }
}
