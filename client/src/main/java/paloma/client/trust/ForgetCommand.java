package paloma.client.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.client.option.HostPort;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;
import paloma.transfer.disk.DiskFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "forget",
        description = {
            "Forgets the key of a server of files: the next command that talks to it takes the key that it has then.",
            "Ask who runs the server first whether it has another key, and which ('paloma server --show-key')."
        },
        footer = {
            "  paloma client forget example.net        the server at port 7777",
            "  paloma client forget example.net:7778"
        },
        exitCodeList = {
            "0:forgotten",
            "1:it was not known, or the file cannot be written",
            "2:usage error",
            "70:internal error: a bug in paloma"
        })
public final class ForgetCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "HOST[:PORT]", description = "which server (port 7777 unless you say another)")
    private HostPort server;

    @Option(
            names = "--known-servers",
            paramLabel = "FILE",
            description = "the file to forget it in (default: paloma/known_servers in the folder of your settings)")
    private Path named;

    public ForgetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException {
        ServerName name = ServerKeyOptions.filesServer(server);
        KnownServersFile file = ServerKeyOptions.file(named)
                .orElseThrow(() -> new CliException("There is no home folder: name a file with --known-servers."));
        String shown = Printable.word(file.path().toString());
        try {
            List<KnownServer> forgotten = file.read().of(name).isEmpty() ? List.of() : file.forget(name);
            if (forgotten.isEmpty()) {
                throw new CliException(shown + " has no line for " + name + ".");
            }
            forgotten.forEach(one -> terminal.print("Forgot " + name + ": " + one.fingerprint() + "."));
            return 0;
        } catch (IOException e) {
            throw new CliException("Not forgotten: " + DiskFault.of(e, shown).getMessage() + ".");
        }
    }
}
