package paloma.client.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import paloma.client.option.Remote;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Terminal;
import paloma.client.tree.LocalTree;
import paloma.client.tree.TreeWalk;
import paloma.net.Printable;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.congestion.SavedPath;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.RequestFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "put",
        description = {
            "Sends files to the service files of a server. A file appears there under its name once it is complete and verified.",
            "An interrupted transfer resumes when you run the same command again.",
            "A single file or folder gets the name that the target has, or goes into the folder of that name. Several, or a"
                    + " target with / at its end, go into a folder; what is in a folder is FOLDER/.",
            "What cannot be sent is left out and named, and the rest is sent (exit code 1).",
            "- is standard input. What comes by a pipe is read to its end first, into a private temporary file, for its"
                    + " size must be known."
        },
        footer = {
            "  paloma client put film.mp4 example.net           to port 7777",
            "  paloma client put *.jpg example.net:7777/photos  into a folder there",
            "  paloma client put a.txt example.net/b.txt        under another name",
            "  paloma client put -r photos example.net          a folder with its contents",
            "  paloma client put backup.tar 192.0.2.7 --limit 20mbit",
            "  tar c photos | paloma client put - example.net/photos.tar"
        })
public final class PutCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private enum Congestion {
        bbr(path -> CongestionControl.model(PutRequests.DATAGRAM_BYTES, path)),
        cubic(path -> CongestionControl.cubic(PutRequests.DATAGRAM_BYTES));

        private final Function<SavedPath, CongestionControl> control;

        Congestion(Function<SavedPath, CongestionControl> control) {
            this.control = control;
        }
    }

    private final Terminal terminal;

    @Mixin
    private FilesOptions options;

    @Parameters(
            paramLabel = "FILE...|- HOST[:PORT][/FOLDER]",
            hideParamSyntax = true,
            arity = "1..*", // 2 would have to stand side by side, without an option between them
            description = "what to send, and the target")
    private List<String> words;

    @Option(names = "-r", description = "send folders with their contents")
    private boolean recursive;

    @Option(
            names = "--congestion",
            paramLabel = "bbr|cubic",
            description = "congestion control: by a model of the path (bbr, the default), or as most TCP does it")
    private Congestion congestion;

    @Option(
            names = "--as-opened",
            description = "send a file that grows meanwhile, such as a log, as long as it is when it is opened")
    private boolean asOpened;

    @Option(names = "--follow", description = "send what links lead to, not the links")
    private boolean follow;

    @Option(
            names = "--no-sync",
            description =
                    "do not wait until the server's device has the files: faster, but a power cut may take them back")
    private boolean noSync;

    public PutCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException, IOException, InterruptedException {
        if (words.size() < 2) {
            throw options.refusal("Name what to send, and then the target: FILE... HOST[:PORT][/FOLDER]");
        }
        List<String> sources = words.subList(0, words.size() - 1);
        String last = words.get(words.size() - 1);
        Remote target = target(last);
        PutRequests requests = requests();
        if (sources.contains(STANDARD_INPUT)) {
            return sendInput(target, requests);
        }
        PutPlan plan = plan(sources, target, last.endsWith("/"));
        Excludes excludes = options.excludes(recursive);
        return send(target, (transfers, reporter) -> send(plan, excludes, requests, transfers, reporter));
    }

    private PutRequests requests() {
        RequestFlags flags = RequestFlags.NONE.withForce(options.force()).withNoSync(noSync);
        return new PutRequests(flags, control(), options.token());
    }

    private Function<SavedPath, CongestionControl> control() {
        if (options.polite() && congestion != null) {
            throw options.refusal("--polite is a congestion control of its own: leave --congestion out");
        }
        return options.polite()
                ? path -> CongestionControl.polite(PutRequests.DATAGRAM_BYTES)
                : Objects.requireNonNullElse(congestion, Congestion.bbr).control;
    }

    private PutPlan plan(List<String> sources, Remote target, boolean isFolder) {
        try {
            List<Path> paths = sources.stream().map(options::path).toList();
            return PutPlan.of(paths, target.path(), isFolder, recursive);
        } catch (IllegalArgumentException e) {
            throw options.refusal("Nothing sent: " + e.getMessage());
        }
    }

    private int send(PutPlan plan, Excludes excludes, PutRequests requests, TransferRun transfers, Reporter reporter)
            throws CliException, InterruptedException {
        Path file = plan.onlyFile();
        if (file != null) {
            return run(
                    transfers,
                    plan.isIntoFolder() ? task(file, plan.nameInFolder(), requests) : renamed(plan, requests),
                    reporter);
        }
        boolean isThere = plan.dependsOnServer() && isFolder(plan.target(), requests, transfers, reporter);
        LeftOuts leftOuts = new LeftOuts(reporter);
        LocalTree tree = new LocalTree();
        TreeWalk walk = new TreeWalk(tree, follow, excludes::excluded, leftOuts);
        plan.collect(walk, isThere);
        if (walk.special() > 0) {
            reporter.remark("set-user-ID, set-group-ID and sticky bits do not travel: "
                    + HumanUnits.count(walk.special(), "item") + " had some.");
        }
        boolean isNew = plan.dependsOnServer() && !isThere;
        Work work = new TreeWork(tree, requests, asOpened, isNew).work(leftOuts.count());
        return transfers.run(isNew ? work.renaming() : work, options.limitKbit(), reporter);
    }

    private int sendInput(Remote target, PutRequests requests) throws CliException, IOException, InterruptedException {
        checkInput(target);
        try (StandardInput input = StandardInput.of(terminal.in(), asOpened)) {
            PutTask task = new PutTask(input.source(), input.size(), target.path(), requests);
            return send(target, (transfers, reporter) -> run(transfers, task, reporter));
        }
    }

    private void checkInput(Remote target) {
        if (recursive || words.size() > 2) {
            throw options.refusal("Standard input (-) is one file: send it alone, without -r");
        }
        if (target.path().isEmpty() || words.get(1).endsWith("/")) {
            throw options.refusal("Standard input (-) has no name: name the file on the server, HOST[:PORT]/NAME");
        }
        try {
            FileName.parse(target.path());
        } catch (RefusedException e) {
            throw options.refusal("Nothing sent: " + e.getMessage());
        }
    }

    private OutgoingFile open(Path file) throws RefusedException {
        return OutgoingFile.open(file, RefusedException.shown(NameBytes.text(file)), asOpened);
    }

    private PutTask task(Path file, String name, PutRequests requests) {
        return new PutTask(() -> open(file), file.toFile().length(), name, requests);
    }

    private Task renamed(PutPlan plan, PutRequests requests) {
        Path file = plan.onlyFile();
        FolderQuestion question = new FolderQuestion(plan.target(), requests);
        return new PutAsTask(task(file, plan.target(), requests), question, task(file, plan.nameInFolder(), requests));
    }

    private static boolean isFolder(String name, PutRequests requests, TransferRun transfers, Reporter reporter)
            throws CliException, InterruptedException {
        FolderQuestion question = new FolderQuestion(name, requests);
        transfers.ask(question, reporter);
        if (!question.isFolder() && !question.isFree()) {
            throw new CliException(
                    "Nothing sent: " + Printable.word(name) + " is there and is no folder.", Exit.REFUSED);
        }
        return question.isFolder();
    }

    private int run(TransferRun transfers, Task task, Reporter reporter) throws InterruptedException {
        return transfers.run(List.of(task), options.limitKbit(), 1, reporter);
    }

    private interface Sending {
        int send(TransferRun transfers, Reporter reporter) throws CliException, IOException, InterruptedException;
    }

    private int send(Remote target, Sending sending) throws CliException, IOException, InterruptedException {
        Reporter reporter = options.reporter(terminal);
        ServerTrust trust = options.trust(target.host(), reporter, terminal);
        try (TransferRun transfers = TransferRun.open(
                target.host(), "sent", trust, options.path(terminal), terminal.bugs(), options.retry(), reporter)) {
            return sending.send(transfers, reporter);
        }
    }

    private Remote target(String text) {
        try {
            return Remote.parse(text);
        } catch (IllegalArgumentException e) {
            throw options.refusal("The last argument is the target: " + e.getMessage());
        }
    }
}
