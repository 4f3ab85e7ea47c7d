package paloma.client.endpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.client.call.ChannelSecurity;
import paloma.client.tls.AuthorityCheck;
import paloma.client.tls.CertificateCheck;
import paloma.client.tls.KnownKeyCheck;
import paloma.client.tls.TlsSecurity;
import paloma.client.trust.ServerKeyOptions;
import paloma.client.trust.ServerName;
import paloma.net.Printable;
import paloma.transfer.disk.DiskFault;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the two sides of TLS and DTLS know each other. */
final class TlsOptions {
    /** As long as our server waits. A cold Java on a busy machine needs seconds of it. */
    private static final long MIN_HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private ServerKeyOptions serverKey;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "take whom the authorities in FILE (certificates in PEM) vouch for, under the name of --host; no"
                            + " key is remembered")
    private Path authorities;

    /** Returns what TLS is made with. Reads files. */
    ChannelSecurity tls(ServerName server, long timeoutNanos, Consumer<String> tell) {
        return new TlsSecurity(server, check(server, tell), null, Math.max(timeoutNanos, MIN_HANDSHAKE_NANOS));
    }

    private CertificateCheck check(ServerName server, Consumer<String> tell) {
        if (authorities == null) {
            return new KnownKeyCheck(serverKey.of(server, tell), tell);
        }
        String shown = Printable.word(authorities.toString());
        try {
            return AuthorityCheck.of(authorities, server);
        } catch (IOException e) {
            throw refusal("--tls-ca: " + DiskFault.of(e, shown).getMessage());
        } catch (CertificateException e) {
            throw refusal("--tls-ca: " + shown + " has no certificates in PEM: name the file of your authority");
        }
    }

    private ParameterException refusal(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
