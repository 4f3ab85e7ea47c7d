package paloma.client.files;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.client.option.Remote;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.transfer.wire.RequestFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = {
            "Fetches files from the service files of a server. A file appears under its name once it is complete and verified.",
            "An interrupted transfer resumes when you run the same command again.",
            "A single argument is fetched into this folder; of several the last is the target, as with cp.",
            "With the target - a file goes to standard output, each part of it verified before it is written; progress and"
                    + " all words, with --format json too, go to standard error then. Only exit code 0 says that all"
                    + " of it was written. (./- is a file of that name.)"
        },
        footer = {
            "  paloma client get example.net/film.mp4                   into this folder",
            "  paloma client get example.net:7777/film.mp4 other.mp4    under another name",
            "  paloma client get example.net/a.jpg example.net/b.jpg .  several",
            "  paloma client get -r example.net/photos .                a folder with its contents",
            "  paloma client get example.net/backup.tar - | tar x       to standard output"
        })
public final class GetCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final Terminal terminal;

    @Mixin
    private FilesOptions options;

    @Parameters(
            paramLabel = "HOST[:PORT]/NAME... [TO]",
            hideParamSyntax = true,
            arity = "1..*",
            description = "what to fetch, and the target: a file, a folder, or - (default: this folder)")
    private List<String> words;

    @Option(names = "-r", description = "fetch folders with their contents")
    private boolean recursive;

    @Option(
            names = "--as-opened",
            description = "fetch a file that grows meanwhile, such as a log, as long as it is when it is opened")
    private boolean asOpened;

    @Option(names = "--follow", description = "fetch what links on the server lead to, not the links")
    private boolean follow;

    @Option(
            names = "--no-sync",
            description = "do not wait until the device has small files: faster, but a power cut may take them back")
    private boolean noSync;

    public GetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException, IOException, InterruptedException {
        return isToPipe() ? pipe() : fetch();
    }

    private boolean isToPipe() {
        return words.size() > 1 && words.get(words.size() - 1).equals(STANDARD_OUTPUT);
    }

    private int pipe() throws CliException, IOException, InterruptedException {
        if (recursive || words.size() > 2) {
            throw options.refusal("Only one file can go to standard output (-), without -r");
        }
        Remote source = GetPlan.source(words.get(0), false, options);
        byte[] token = options.token();
        Terminal beside = terminal.besideData();
        Reporter reporter = options.reporter(beside);
        ServerTrust trust = options.trust(source.host(), reporter, beside);
        try (TransferRun transfers = TransferRun.open(
                source.host(),
                "fetched",
                trust,
                PathMemory.ofThisCommand(),
                terminal.bugs(),
                options.retry(),
                reporter)) {
            PipedFile pipe = new PipedFile(terminal.out());
            PipeTask task = new PipeTask(source.path(), pipe, (int) options.limitKbit(), flags(), token);
            return transfers.run(List.of(task), options.limitKbit(), 1, reporter);
        }
    }

    private RequestFlags flags() {
        return RequestFlags.NONE
                .withForce(options.force())
                .withAsOpened(asOpened)
                .withPolite(options.polite());
    }

    private int fetch() throws CliException, IOException, InterruptedException {
        GetPlan plan = GetPlan.of(words, recursive, options);
        Excludes excludes = options.excludes(recursive);
        GetRequests requests = new GetRequests(
                flags().withRecursive(recursive).withFollow(follow), (int) options.limitKbit(), options.token());
        Reporter reporter = options.reporter(terminal);
        ServerTrust trust = options.trust(plan.server(), reporter, terminal);
        try (TransferRun transfers = TransferRun.open(
                plan.server(),
                "fetched",
                trust,
                PathMemory.ofThisCommand(),
                terminal.bugs(),
                options.retry(),
                reporter)) {
            Work work = plan.work(transfers, requests, excludes, !noSync, reporter);
            int code = transfers.run(work, options.limitKbit(), reporter);
            if (code == Exit.OK) {
                plan.sweep(terminal);
            }
            return code;
        }
    }
}
