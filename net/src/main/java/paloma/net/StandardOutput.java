package paloma.net;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Standard output as it is: a full disk and a closed pipe take nothing. {@link PrintStream} tells that to those alone who
 * ask, and never why; this one remembers it, so that no program ends as if it had been heard. Any thread.
 */
public final class StandardOutput extends EncodingOutput {
    /** The exit code of a program that did what it was asked but could not say so. */
    public static final int EXIT_CODE = 1;

    private final Watched watched;

    public StandardOutput(OutputStream out, Charset charset) {
        this(new Watched(out), charset);
    }

    private StandardOutput(Watched watched, Charset charset) {
        super(watched, charset);
        this.watched = watched;
    }

    /** Returns that of this process, in the encoding of its terminal. */
    public static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out), charset("stdout"));
    }

    /** Flushes, and returns why not all that was printed has been written; the reason is known of a stream of this class. */
    public static Optional<IOException> failure(PrintStream out) {
        boolean failed = out.checkError();
        IOException known = out instanceof StandardOutput itself ? itself.watched.failure : null;
        return failed ? Optional.of(known == null ? new IOException() : known) : Optional.empty();
    }

    /** Returns the {@link #failure} and forgets it if it can, as there may be room again. */
    public static Optional<IOException> takeFailure(PrintStream out) {
        Optional<IOException> taken = failure(out);
        if (out instanceof StandardOutput itself) {
            itself.watched.failure = null;
            itself.clearError();
        }
        return taken;
    }

    /**
     * Returns the exit code of a program that wants to end with {@code wanted}: another than 0 if what it printed is lost.
     *
     * @param teller is given a sentence about the loss, unless the reader has gone and so wants no more
     */
    public static int exitCode(PrintStream out, int wanted, Consumer<String> teller) {
        Optional<IOException> failure = failure(out);
        if (failure.isEmpty()) {
            return wanted;
        }
        if (!isReaderGone(failure.get())) {
            teller.accept("Standard output cannot be written (" + reason(failure.get())
                    + "): what was to be printed there is lost.");
        }
        return wanted == 0 ? EXIT_CODE : wanted;
    }

    /** Returns the kernel's words. */
    public static String reason(IOException failure) {
        return Printable.escape(Objects.toString(failure.getMessage(), "no reason is known"));
    }

    /** EPIPE has no type of its own in Java, and each kernel its own words. */
    private static boolean isReaderGone(IOException failure) {
        return Stream.of("Broken pipe", "The pipe is being closed", "The pipe has been ended")
                .anyMatch(reason(failure)::contains);
    }

    /** Collects what is printed up to a flush; what cannot be written is dropped, not tried again. */
    private static final class Watched extends OutputStream {
        private static final int BUFFER_BYTES = 8_192;

        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int filled;
        private volatile IOException failure;

        Watched(OutputStream out) {
            this.out = out;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            if (filled == buffer.length) {
                empty();
            }
            buffer[filled++] = (byte) b;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > buffer.length - filled) {
                empty();
            }
            if (length > buffer.length) {
                pass(bytes, offset, length);
            } else {
                System.arraycopy(bytes, offset, buffer, filled, length);
                filled += length;
            }
        }

        @Override
        public synchronized void flush() throws IOException {
            empty();
        }

        private void empty() throws IOException {
            int length = filled;
            filled = 0;
            if (length > 0) {
                pass(buffer, 0, length);
            }
        }

        private void pass(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
                out.flush();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}
