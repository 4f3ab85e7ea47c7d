package paloma.client.token;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;
import paloma.transfer.disk.DiskFault;
import paloma.transfer.keys.NewToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "token",
        description = {
            "Makes a token for a server of files: 256 random bits as 43 letters, digits, - and _.",
            "Written to FILE, nobody else can read it, and nothing that is there is replaced. Copy it to the clients by a way"
                    + " that nobody reads, such as scp."
        },
        footer = {
            "  paloma token my.token                         a new file",
            "  paloma server files --token-file my.token",
            "  paloma put film.mp4 example.net --token-file my.token",
            "  paloma token >> my.token                      one more, for a change without a gap"
        },
        exitCodeList = {
            "0:here it is",
            "1:the file cannot be made, or is there already",
            "2:usage error",
            "70:internal error: a bug in paloma"
        })
public final class TokenCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "a file to make (default: standard output)")
    private Path file;

    public TokenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException {
        String token = NewToken.random();
        if (file == null) {
            terminal.print(token);
            return 0;
        }
        String shown = Printable.word(file.toString());
        try {
            NewToken.write(token, file);
            return 0;
        } catch (FileAlreadyExistsException e) {
            throw new CliException(
                    "No token made: " + shown + " exists already; add one to it with: paloma token >> " + shown);
        } catch (IOException e) {
            throw new CliException("No token made: " + DiskFault.of(e, shown).getMessage() + ".");
        }
    }
}
