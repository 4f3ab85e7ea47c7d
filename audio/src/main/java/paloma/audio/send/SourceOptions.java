package paloma.audio.send;

import java.io.InputStream;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.source.Source;
import paloma.audio.source.Sources;
import paloma.net.Printable;
import picocli.CommandLine.Option;

/** Options for where sound comes from. */
final class SourceOptions {
    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            defaultValue = "mic",
            description =
                    "mic, mic:NAME, FILE.wav, a pipe, tone:HERTZ, sweep or - (standard input); pipes hold a WAV file or raw samples (default: ${DEFAULT-VALUE}).")
    private String from;

    @Option(
            names = "--raw-input",
            description = "The file or pipe holds raw samples, even if it begins as a WAV file does.")
    private boolean rawInput;

    @Option(
            names = "--live",
            description =
                    "The pipe delivers in real time, so what it held up is dropped (default: as its deliveries show).")
    private boolean live;

    @Option(names = "--no-live", description = "The pipe is a file, of which nothing is dropped.")
    private boolean noLive;

    /** Returns the source as the person named it. */
    String name() {
        return from;
    }

    /** Returns whether a pipe delivers in real time, if a person said so, or null. */
    Boolean live() {
        return live || noLive ? live : null;
    }

    boolean takesStandardInput() {
        return from.equals("-");
    }

    /** @param in standard input */
    Source open(SendSettings settings, InputStream in) throws UnusableException {
        if (live && noLive) {
            throw new UnusableException("--live and --no-live contradict each other; leave one of them out.");
        }
        PcmFormat bare = settings.samples() == null ? settings.format() : settings.samples();
        Source source = new Sources(settings.format(), bare, rawInput, in).open(from);
        if ((live || noLive) && !source.isPipe()) {
            source.close();
            throw new UnusableException((live ? "--live" : "--no-live") + " is for a pipe, which "
                    + Printable.quote(from) + " is not; leave it out.");
        }
        return source;
    }
}
