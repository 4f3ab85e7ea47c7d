package paloma.client.files;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.client.option.Remote;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Terminal;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "put",
        description = {
            "Sends files to the service files of a server. A file appears there under its name once it is complete and verified.",
            "An interrupted transfer resumes when you run the same command again.",
            "- is standard input. What comes by a pipe is read to its end first, into a private temporary file, for its"
                    + " size must be known."
        },
        footer = {
            "  paloma client put film.mp4 example.net           to port 7777",
            "  paloma client put *.jpg example.net:7777/photos  into a folder there",
            "  paloma client put -r photos example.net          a folder with its contents",
            "  paloma client put backup.tar 192.0.2.7 --limit 20mbit",
            "  tar c photos | paloma client put - example.net/photos.tar"
        })
public final class PutCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private enum Congestion {
        bbr,
        cubic
    }

    private final Terminal terminal;

    @Mixin
    private FilesOptions options;

    @Parameters(
            paramLabel = "FILE...|- HOST[:PORT][/FOLDER]",
            hideParamSyntax = true,
            arity = "2..*",
            description = "what to send, and the target")
    private List<String> words;

    @Option(names = "-r", description = "send folders with their contents")
    private boolean recursive;

    @Option(
            names = "--congestion",
            paramLabel = "bbr|cubic",
            defaultValue = "bbr",
            description = "congestion control: by a model of the path, or as most TCP does it (default:"
                    + " ${DEFAULT-VALUE})")
    private Congestion congestion;

    @Option(
            names = "--as-opened",
            description = "send a file that grows meanwhile, such as a log, as long as it is when it is opened")
    private boolean asOpened;

    public PutCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException, IOException, InterruptedException {
        Remote target = target(words.get(words.size() - 1));
        byte[] token = options.token();
        if (words.subList(0, words.size() - 1).contains(STANDARD_INPUT)) {
            return sendInput(target, token);
        }
        List<PutTask> tasks = new ArrayList<>();
        for (LocalFiles.One file : collect(target)) {
            tasks.add(task(() -> open(file.path()), file.size(), file.name(), token));
        }
        return send(tasks, target);
    }

    private int sendInput(Remote target, byte[] token) throws CliException, IOException, InterruptedException {
        checkInput(target);
        try (StandardInput input = StandardInput.of(terminal.in(), asOpened)) {
            return send(List.of(task(input.source(), input.size(), target.path(), token)), target);
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
        return OutgoingFile.open(file, RefusedException.shown(file.toString()), asOpened);
    }

    private PutTask task(PutTask.Source source, long size, String name, byte[] token) {
        return new PutTask(source, size, name, congestion == Congestion.cubic, options.force(), token);
    }

    private int send(List<PutTask> tasks, Remote target) throws CliException, IOException, InterruptedException {
        Reporter reporter = options.reporter(terminal);
        ServerTrust trust = options.trust(target.host(), reporter, terminal);
        InetSocketAddress server = FilesServer.find(target.host());
        try (TransferRun transfers = new TransferRun(server, "sent", trust, terminal.bugs())) {
            return transfers.run(tasks, options.limitKbit(), Integer.MAX_VALUE, reporter);
        }
    }

    private Remote target(String text) {
        try {
            return Remote.parse(text);
        } catch (IllegalArgumentException e) {
            throw options.refusal("The last argument is the target: " + e.getMessage());
        }
    }

    private List<LocalFiles.One> collect(Remote target) throws IOException {
        try {
            LocalFiles files = new LocalFiles(target.path(), recursive);
            for (String word : words.subList(0, words.size() - 1)) {
                files.add(options.path(word));
            }
            if (files.leftOut() > 0) {
                terminal.tell(HumanUnits.grouped(files.leftOut())
                        + " left out: devices, sockets, and links to folders or to nothing.");
            }
            return files.all();
        } catch (IllegalArgumentException | RefusedException e) {
            throw options.refusal("Nothing sent: " + e.getMessage());
        }
    }
}
