package paloma.client.files;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import paloma.client.option.Quantity;
import paloma.client.terminal.CliException;
import paloma.net.Printable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How long to keep at it while the server, its name or the network is away.
 *
 * @param nanos from when it was last there; 0 is not at all, the largest is for ever
 */
record Retry(long nanos) {
    static final Retry NEVER = new Retry(0);
    static final Retry FOREVER = new Retry(Long.MAX_VALUE);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Parses {@code forever} or a time. */
    static final class Converter implements ITypeConverter<Retry> {
        @Override
        public Retry convert(String text) {
            try {
                return text.equals("forever") ? FOREVER : new Retry(Quantity.longNanos(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ", or forever");
            }
        }
    }

    /** What needs the network before there is an event loop. */
    interface Step<T> {
        T run() throws CliException, IOException;
    }

    /** Does a step, again and again while that fails for want of the network. */
    <T> T until(String name, Reporter reporter, Step<T> step) throws CliException, IOException, InterruptedException {
        Absence absence = new Absence(this);
        while (true) {
            try {
                T result = step.run();
                if (absence.isAway()) {
                    reporter.last();
                }
                return result;
            } catch (CliException | IOException e) {
                long now = System.nanoTime();
                if (!absence.mayTryAgain(words(e), 0, now)) {
                    throw e;
                }
                pause(absence, name, reporter, now + absence.pauseNanos(now));
            }
        }
    }

    private static String words(Exception e) {
        String sentence =
                e instanceof CliException ? e.getMessage() : Printable.sentence(String.valueOf(e.getMessage()));
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static void pause(Absence absence, String name, Reporter reporter, long untilNanos)
            throws InterruptedException {
        for (long now = System.nanoTime(); untilNanos - now > 0; now = System.nanoTime()) {
            reporter.waiting(absence.wait(name), now);
            TimeUnit.NANOSECONDS.sleep(Math.min(LOOK_NANOS, untilNanos - now));
        }
    }
}
