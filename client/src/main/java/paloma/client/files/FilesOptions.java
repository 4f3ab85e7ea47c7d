package paloma.client.files;

import java.nio.file.Path;
import java.util.List;
import paloma.client.option.HostPort;
import paloma.client.option.PathConverter;
import paloma.client.option.RateConverter;
import paloma.client.path.KnownPathsFile;
import paloma.client.terminal.Terminal;
import paloma.client.trust.ServerKeyOptions;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.keys.TokenFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What put and get have in common. */
@Command(
        exitCodeList = {
            Exit.OK_TEXT,
            Exit.FAILED_TEXT,
            Exit.USAGE_TEXT,
            Exit.REFUSED_TEXT,
            Exit.GONE_TEXT,
            Exit.BUG_TEXT,
            Exit.STOPPED_TEXT
        })
final class FilesOptions {
    /** A second holds two small datagrams then. */
    private static final long LEAST_KBIT = 8;

    enum Format {
        text,
        json
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--force", description = "replace files that exist already")
    private boolean force;

    @Option(
            names = "--limit",
            paramLabel = "RATE",
            converter = RateConverter.class,
            description = "at most this on the wire in any second: 500kbit, 20mbit, 1gbit")
    private Long limitKbit;

    @Option(names = "--polite", description = "for the background: send only what nobody else on the path wants")
    private boolean polite;

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description =
                    "leave out what matches, as .gitignore has it, below the folder that -r names; may be repeated")
    private List<String> excludes = List.of();

    @Option(
            names = "--exclude-from",
            paramLabel = "FILE",
            description =
                    "leave out what matches a pattern in FILE, one a line; may be repeated, --exclude counts more")
    private List<String> excludeFiles = List.of();

    @Mixin
    private RetryOption retry;

    @Mixin
    private ServerKeyOptions serverKey;

    @Option(names = "--token-file", paramLabel = "PATH", description = "a file with the token that the server requires")
    private Path tokenFile;

    @Option(names = "--quiet", description = "print errors only")
    private boolean quiet;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "json: lines for programs")
    private Format format;

    boolean force() {
        return force;
    }

    boolean polite() {
        return polite;
    }

    /** Returns 0 if there is no limit. */
    long limitKbit() {
        if (limitKbit != null && limitKbit < LEAST_KBIT) {
            throw refusal("--limit is at least " + LEAST_KBIT + "kbit");
        }
        return limitKbit == null ? 0 : limitKbit;
    }

    /** Returns what is to be left out below a folder. */
    Excludes excludes(boolean recursive) {
        if (!recursive && !(excludes.isEmpty() && excludeFiles.isEmpty())) {
            throw refusal("--exclude and --exclude-from need -r: they leave out what is in a folder");
        }
        try {
            return Excludes.of(excludeFiles.stream().map(this::path).toList(), excludes);
        } catch (IllegalArgumentException e) {
            throw refusal(e.getMessage());
        }
    }

    Retry retry() {
        return retry.value();
    }

    Reporter reporter(Terminal terminal) {
        if (format == Format.json) {
            return new JsonReporter(terminal);
        }
        return quiet ? new QuietReporter(terminal) : new TextReporter(terminal);
    }

    /** Reads what is known of the server. */
    ServerTrust trust(HostPort server, Reporter reporter, Terminal terminal) {
        return new ReportedIdentity(serverKey.of(ServerKeyOptions.filesServer(server), terminal::tell), reporter);
    }

    /** Returns what earlier commands have seen of the path to the server. */
    PathMemory path(Terminal terminal) {
        return new PathMemory(serverKey.beside("known_paths").map(KnownPathsFile::new), terminal::tell);
    }

    byte[] token() {
        return token(tokenFile, command);
    }

    /** Returns null if no file is named. */
    static byte[] token(Path file, CommandSpec command) {
        if (file == null) {
            return null;
        }
        try {
            return TokenFile.read(file).get(0);
        } catch (SecretFileException e) {
            throw refusal(command, e.getMessage());
        }
    }

    /** Returns a path from the command line. */
    Path path(String word) {
        try {
            return PathConverter.path(word);
        } catch (IllegalArgumentException e) {
            throw refusal(e.getMessage());
        }
    }

    ParameterException refusal(String sentence) {
        return refusal(command, sentence);
    }

    static ParameterException refusal(CommandSpec command, String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
