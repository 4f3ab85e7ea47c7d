package paloma.audio.scope;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import paloma.audio.page.PageOptions;
import paloma.audio.page.PageServer;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.GracefulExit;
import paloma.audio.program.Lifetime;
import paloma.audio.program.Shutdown;
import paloma.audio.program.StatusLine;
import paloma.audio.source.BrokenSourceException;
import paloma.audio.source.Source;
import paloma.audio.source.WavSource;
import paloma.net.BugReport;
import paloma.net.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "scope",
        description = "Draws waveform, spectrum and spectrogram of a WAV file.",
        mixinStandardHelpOptions = true)
public final class ScopeCommand implements Callable<Integer> {
    /** Bounds the memory: of a longer recording the beginning is drawn. */
    private static final int MAX_SAMPLES = 600 * 2 * 48_000;

    private static final int PIECE_FRAMES = 4_096;
    private static final long LOOK_MILLIS = 60_000;

    @Parameters(paramLabel = "FILE.wav", description = "A WAV file of PCM.")
    private Path file;

    @Option(names = "--png", paramLabel = "OUT.png", description = "The picture (default: FILE.png).")
    private Path png;

    @Mixin
    private PageOptions page;

    @Spec
    private CommandSpec spec;

    private final BugReport bugs;
    private final Shutdown shutdown;

    private BrokenSourceException early;

    /** @param shutdown ends what is shown in a browser */
    public ScopeCommand(BugReport bugs, Shutdown shutdown) {
        this.bugs = bugs;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            page.check();
            if (page.isWanted() && png != null) {
                throw new UnusableException("With --page nothing is drawn; leave out --png.");
            }
        } catch (UnusableException e) {
            throw refused(e);
        }
        return page.isWanted() ? show() : drawn();
    }

    /** Shows the file in a browser until somebody stops it. */
    private int show() throws InterruptedException {
        StatusLine status = new StatusLine(spec.commandLine().getErr(), false);
        Lifetime lifetime = new Lifetime(bug -> status.sayBug(bugs, bug));
        try (Source source = opened();
                GracefulExit exit = new GracefulExit(lifetime, shutdown)) {
            short[] samples = sounding(source);
            try (FileProgram program = new FileProgram(name(samples.length), samples, source.format());
                    PageServer shown = page.open(() -> program, lifetime::breakOff)) {
                status.say("Page: " + shown.link());
                exit.begin();
                boolean isOver = false;
                while (!isOver) {
                    isOver = lifetime.await(LOOK_MILLIS);
                }
            }
            return exit.with(early == null ? ExitCode.OK : failed(early.getMessage()));
        } catch (UnusableException e) {
            throw refused(e);
        } catch (IOException e) {
            return failed(Printable.quote(file.toString()) + " cannot be read to its end.");
        }
    }

    private int drawn() {
        Path to = png == null ? beside(file) : png;
        try (Source source = opened()) {
            check(to);
            draw(source, to);
            spec.commandLine().getOut().println("Drawn: " + Printable.word(to.toString()));
            return early == null ? ExitCode.OK : failed(early.getMessage());
        } catch (UnusableException e) {
            return failed(e.getMessage());
        } catch (IOException e) {
            return failed(Printable.quote(file.toString()) + " cannot be read to its end; nothing was drawn.");
        }
    }

    private int failed(String sentence) {
        spec.commandLine().getErr().println(Printable.sentence(sentence));
        return ExitCode.SOFTWARE;
    }

    private Source opened() {
        try {
            return WavSource.open(file);
        } catch (UnusableException e) {
            throw refused(e);
        }
    }

    private void check(Path to) {
        try {
            Picture.check(to);
            if (isSame(file, to)) {
                throw new UnusableException(
                        Printable.quote(to.toString()) + " is the sound itself; name another --png.");
            }
        } catch (UnusableException e) {
            throw refused(e);
        }
    }

    private ParameterException refused(UnusableException e) {
        return new ParameterException(spec.commandLine(), e.getMessage(), e);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException missing) {
            return false;
        }
    }

    private void draw(Source source, Path to) throws UnusableException, IOException {
        short[] samples = sounding(source);
        Picture.write(samples, source.format(), name(samples.length), to);
    }

    private short[] sounding(Source source) throws UnusableException, IOException {
        short[] samples = samples(source);
        if (samples.length == 0) {
            throw new UnusableException(Printable.quote(file.toString()) + " has no sound in it; nothing was drawn.");
        }
        return samples;
    }

    /** What there is of a file that ends early is drawn. */
    private int read(Source source, short[] piece) throws IOException {
        try {
            return source.read(piece, PIECE_FRAMES);
        } catch (BrokenSourceException e) {
            early = e;
            return -1;
        }
    }

    private short[] samples(Source source) throws IOException {
        PcmFormat format = source.format();
        short[] samples = new short[PIECE_FRAMES * format.channels()];
        short[] piece = new short[PIECE_FRAMES * format.channels()];
        int held = 0;
        while (held < MAX_SAMPLES) {
            int more = read(source, piece) * format.channels();
            if (more < 0) {
                break;
            }
            if (held + more > samples.length) {
                samples = Arrays.copyOf(samples, 2 * samples.length);
            }
            System.arraycopy(piece, 0, samples, held, more);
            held += more;
        }
        return Arrays.copyOf(samples, held);
    }

    private String name(int samples) {
        return (samples >= MAX_SAMPLES ? "The beginning of " : "") + file.getFileName();
    }

    private static Path beside(Path sound) {
        String name = String.valueOf(sound.getFileName());
        int dot = name.lastIndexOf('.');
        return sound.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".png");
    }
}
