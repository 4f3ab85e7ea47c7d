package paloma.client.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import paloma.client.option.Remote;
import paloma.client.option.RemoteConverter;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Json;
import paloma.client.terminal.Terminal;
import paloma.client.trust.ServerKeyOptions;
import paloma.net.Printable;
import paloma.transfer.disk.Listing;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.RequestFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ls",
        description = "Lists the files of the service files of a server: permissions, size, modification time, name.",
        footer = {
            "  paloma client ls                          this machine",
            "  paloma client ls example.net/photos",
            "  paloma client ls -r example.net --format json"
        },
        exitCodeList = {
            Exit.OK_TEXT,
            Exit.FAILED_TEXT,
            Exit.USAGE_TEXT,
            Exit.REFUSED_TEXT,
            Exit.GONE_TEXT,
            Exit.BUG_TEXT,
            Exit.STOPPED_TEXT
        })
public final class LsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter EXACT_TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "+00:00")
            .toFormatter(Locale.ROOT);
    private static final String SIGNS = "-dl";
    private static final int MAX_TOLD = 100;
    private static final int SIZE_WIDTH = 15;
    private static final int HEAP_SHARE = 4;

    private final Terminal terminal;
    private long leftOut;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "HOST[:PORT][/FOLDER]",
            arity = "0..1",
            defaultValue = "127.0.0.1",
            converter = RemoteConverter.class,
            description = "what to list (default: ${DEFAULT-VALUE}, port 7777)")
    private Remote folder;

    @Option(names = "-r", description = "list the contents of folders, too")
    private boolean recursive;

    @Option(names = "--follow", description = "list what links lead to below the shared folder, not the links")
    private boolean follow;

    @Mixin
    private RetryOption retry;

    @Mixin
    private ServerKeyOptions serverKey;

    @Option(names = "--token-file", paramLabel = "PATH", description = "a file with the token that the server requires")
    private Path tokenFile;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "json: lines for programs")
    private FilesOptions.Format format;

    public LsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException, IOException, InterruptedException {
        byte[] token = FilesOptions.token(tokenFile, spec);
        ZoneId zone = ZoneId.systemDefault();
        Reporter reporter =
                format == FilesOptions.Format.json ? new JsonReporter(terminal) : new TextReporter(terminal);
        Listing.Remarks listing;
        ServerTrust trust = new ReportedIdentity(
                serverKey.of(ServerKeyOptions.filesServer(folder.host()), terminal::tell), reporter);
        try (TransferRun transfers = TransferRun.open(
                folder.host(), "listed", trust, PathMemory.ofThisCommand(), terminal.bugs(), retry.value(), reporter)) {
            listing = transfers.list(
                    new ListTask(
                            folder.path(),
                            RequestFlags.NONE.withRecursive(recursive).withFollow(follow),
                            token,
                            HEAP_SHARE),
                    reporter,
                    entry -> {
                        if (!isListed(entry)) {
                            print(entry, zone);
                        }
                    },
                    this::print);
        }
        if (terminal.isGone()) {
            return Exit.FAILED;
        }
        long untold = listing.leftOut() + (format == FilesOptions.Format.json ? 0 : Math.max(0, leftOut - MAX_TOLD));
        if (untold > 0) {
            terminal.tell(HumanUnits.grouped(untold) + (leftOut > 0 ? " more" : "") + " left out.");
        }
        if (listing.isCut()) {
            terminal.tell("The list is cut: there are more files.");
        }
        return listing.isCut() || listing.leftOut() + leftOut > 0 ? Exit.FAILED : Exit.OK;
    }

    /** Returns whether it is the folder that is listed, and not what is in it. */
    private boolean isListed(Listing.Entry entry) {
        return entry.isFolder() && entry.name().text().equals(folder.path());
    }

    private void print(Listing.Entry entry, ZoneId zone) {
        print(format == FilesOptions.Format.json ? json(entry, zone) : line(entry, zone));
    }

    private void print(Listing.LeftOut one) {
        leftOut++;
        if (format == FilesOptions.Format.json) {
            print(json(one));
        } else if (leftOut <= MAX_TOLD) {
            terminal.tell(line(one));
        }
    }

    private void print(String line) {
        if (!terminal.isGone()) {
            terminal.print(line);
        }
    }

    static String line(Listing.Entry entry, ZoneId zone) {
        String size = entry.kind() == Listing.Kind.FILE
                ? HumanUnits.grouped(entry.facts().size())
                : "-";
        return SIGNS.charAt(entry.kind().ordinal())
                + (entry.kind() == Listing.Kind.LINK
                        ? "rwxrwxrwx"
                        : permissions(entry.facts().mode()))
                + " ".repeat(Math.max(1, SIZE_WIDTH - size.length()))
                + size
                + "  "
                + TIME.format(time(entry.facts()).atZone(zone))
                + "  "
                + shown(entry.name().text())
                + (entry.isFolder() ? "/" : "")
                + (entry.target() == null ? "" : " -> " + Printable.escape(entry.target()));
    }

    /** A space at either end would not be seen. */
    private static String shown(String name) {
        return name.startsWith(" ") || name.endsWith(" ") ? Printable.quote(name) : Printable.escape(name);
    }

    static String line(Listing.LeftOut one) {
        return "left out: " + Printable.word(one.name()) + ": " + one.words();
    }

    static String json(Listing.Entry entry, ZoneId zone) {
        Json json = Json.event(entry.kind().name().toLowerCase(Locale.ROOT))
                .add("name", entry.name().text());
        if (entry.kind() == Listing.Kind.FILE) {
            json.add("bytes", entry.facts().size());
        } else if (entry.target() != null) {
            json.add("target", entry.target());
        }
        if (entry.facts().mode() != FileFacts.NO_MODE) {
            json.add("mode", Integer.toOctalString(entry.facts().mode()));
        }
        return json.add("modified", EXACT_TIME.format(time(entry.facts()).atZone(zone)))
                .line();
    }

    static String json(Listing.LeftOut one) {
        return Json.event("left_out")
                .add("name", one.name())
                .add("reason", one.reason())
                .line();
    }

    /** Returns permission bits as ls(1) shows them. */
    private static String permissions(int mode) {
        if (mode == FileFacts.NO_MODE) {
            return "?????????";
        }
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return text.toString();
    }

    private static Instant time(FileFacts facts) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(
                Math.floorDiv(facts.modifiedNanos(), second), Math.floorMod(facts.modifiedNanos(), second));
    }
}
