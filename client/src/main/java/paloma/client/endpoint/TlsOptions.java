package paloma.client.endpoint;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.client.call.ChannelSecurity;
import paloma.client.tls.AuthorityCheck;
import paloma.client.tls.CertificateCheck;
import paloma.client.tls.DtlsSecurity;
import paloma.client.tls.KnownKeyCheck;
import paloma.client.tls.TlsSecurity;
import paloma.client.trust.ServerKeyOptions;
import paloma.client.trust.ServerName;
import paloma.net.Printable;
import paloma.net.tls.TlsIdentity;
import paloma.transfer.keys.PemFiles;
import paloma.transfer.keys.PreSharedKeyFile;
import paloma.transfer.keys.SecretFileException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the two sides of TLS and DTLS know each other. */
final class TlsOptions {
    /** As long as our server waits. A cold Java on a busy machine needs seconds of it. */
    private static final long MIN_HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Reads a file of certificates or keys. */
    private interface PemReader<T> {
        T read() throws SecretFileException;
    }

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

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "show the certificate in FILE (PEM, with those of its issuers) to a server that asks for one")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "the private key of --tls-cert, in PEM")
    private Path key;

    @Option(
            names = "--psk",
            paramLabel = "IDENTITY",
            description = "with --dtls: both sides prove themselves by the key of IDENTITY in --psk-file")
    private String identity;

    @Option(
            names = "--psk-file",
            paramLabel = "FILE",
            description = "keys that were given beforehand, a line IDENTITY:HEXKEY for each, readable by you alone")
    private Path sharedKeys;

    /** Returns what TLS is made with. Reads files. */
    ChannelSecurity tls(ServerName server, long timeoutNanos, Consumer<String> tell) {
        return new TlsSecurity(server, check(server, tell), own(), handshakeNanos(timeoutNanos));
    }

    /** Returns what DTLS is made with, whose classes are loaded for nothing else. Reads files. */
    ChannelSecurity dtls(ServerName server, long timeoutNanos, Consumer<String> tell) {
        return identity == null
                ? DtlsSecurity.ofCertificates(server, check(server, tell), own(), handshakeNanos(timeoutNanos))
                : DtlsSecurity.ofSharedKey(server, identity, sharedKey(), handshakeNanos(timeoutNanos));
    }

    private byte[] sharedKey() {
        byte[] key = read("--psk-file", () -> PreSharedKeyFile.read(sharedKeys)).get(identity);
        if (key == null) {
            throw refusal("--psk: " + Printable.word(sharedKeys.toString()) + " has no line for "
                    + Printable.quote(identity));
        }
        return key;
    }

    private static long handshakeNanos(long timeoutNanos) {
        return Math.max(timeoutNanos, MIN_HANDSHAKE_NANOS);
    }

    /** Returns null where this side shows no certificate. */
    private TlsIdentity own() {
        return certificate == null ? null : read("--tls-cert and --tls-key", () -> PemFiles.identity(certificate, key));
    }

    private CertificateCheck check(ServerName server, Consumer<String> tell) {
        return authorities == null
                ? new KnownKeyCheck(serverKey.of(server, tell), tell)
                : new AuthorityCheck(server, authorities, read("--tls-ca", () -> PemFiles.certificates(authorities)));
    }

    private <T> T read(String option, PemReader<T> reader) {
        try {
            return reader.read();
        } catch (SecretFileException e) {
            throw refusal(option + ": " + e.getMessage());
        }
    }

    private ParameterException refusal(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
