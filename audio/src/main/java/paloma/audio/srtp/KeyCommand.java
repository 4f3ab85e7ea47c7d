package paloma.audio.srtp;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import paloma.audio.pcm.FileReason;
import paloma.net.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "key",
        description = {
            "Makes a key that seals sound, for --key-file of a sender and its receivers.",
            "Written to FILE, nobody else can read it, and nothing that is there is replaced. Copy it to the other machines by"
                    + " a way that nobody reads, such as scp."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio key music.key                                      a new file",
            "  paloma audio receive --key-file music.key",
            "  paloma audio send --to 192.0.2.7:5004 --key-file music.key",
            "  paloma audio sdp --host 192.0.2.7 --key-file music.key          the same key for other programs"
        })
public final class KeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A file to make (default: standard output).")
    private Path file;

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            defaultValue = "AES_CM_128_HMAC_SHA1_80",
            description =
                    "AES_CM_128_HMAC_SHA1_80 (RFC 3711), which every program with SRTP knows, or AEAD_AES_128_GCM (RFC"
                            + " 7714) (default: ${DEFAULT-VALUE}).")
    private CryptoSuite suite;

    @Override
    public Integer call() {
        String line = CryptoAttribute.text(MasterKey.random(suite));
        String shown = file == null ? "standard output" : Printable.word(file.toString());
        try {
            if (file == null) {
                print(line);
                return 0;
            }
            OwnerOnly.create(file, line + System.lineSeparator());
            return 0;
        } catch (FileAlreadyExistsException e) {
            spec.commandLine().getErr().println("No key made: " + shown + " exists already; name another.");
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("No key made: " + shown + " cannot be written (" + FileReason.of(e) + ").");
        }
        return 1;
    }

    private void print(String line) throws IOException {
        OwnerOnly.makeOutputPrivate();
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
