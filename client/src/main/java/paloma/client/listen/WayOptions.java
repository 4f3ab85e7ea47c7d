package paloma.client.listen;

import java.nio.file.Path;
import paloma.client.call.Target.Kind;
import paloma.client.endpoint.OptionRules;
import paloma.client.tls.DtlsListening;
import paloma.net.tls.SelfSigned;
import paloma.net.tls.TlsIdentity;
import paloma.transfer.keys.PemFiles;
import paloma.transfer.keys.SecretFileException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Over what messages come; UDP where nothing is said. */
final class WayOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--tcp", description = "listen over TCP: each line is a message")
    private boolean tcp;

    @Option(names = "--tls", description = "listen over TLS: each line is a message, and secret")
    private boolean tls;

    @Option(names = "--dtls", description = "listen over DTLS: each datagram is a message, and secret")
    private boolean dtls;

    @Option(names = "--unix", paramLabel = "PATH", description = "listen at a UNIX datagram socket")
    private Path unix;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "with --tls or --dtls: show the certificate in FILE (PEM, with those of its issuers)"
                    + " (default: one whose key is made for this run)")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "the private key of --tls-cert, in PEM")
    private Path key;

    /** Rejects options that contradict each other. */
    void check() {
        OptionRules.check(command.commandLine());
    }

    Kind kind() {
        if (unix != null) {
            return Kind.UNIX;
        }
        if (tls) {
            return Kind.TLS;
        }
        if (dtls) {
            return Kind.DTLS;
        }
        return tcp ? Kind.TCP : Kind.UDP;
    }

    /** Returns the path of the socket, or null. */
    Path unix() {
        return unix;
    }

    /** Returns what proves who this side is; null where nothing is to be proved. Reads files. */
    TlsIdentity own() {
        if (!tls && !dtls) {
            return null;
        }
        try {
            TlsIdentity own =
                    certificate == null ? SelfSigned.make("paloma listen") : PemFiles.identity(certificate, key);
            if (dtls) {
                new DtlsListening(own);
            }
            return own;
        } catch (SecretFileException | IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--tls-cert and --tls-key: " + e.getMessage());
        }
    }
}
