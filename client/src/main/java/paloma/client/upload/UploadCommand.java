package paloma.client.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.client.call.Dialer;
import paloma.client.call.ErrorMessages;
import paloma.client.endpoint.CallOptions;
import paloma.client.option.BytesConverter;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;
import paloma.service.WellKnown;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "upload",
        description = {
            "Sends each FILE to the service upload: plain datagrams in order, then the datagram 'bye'.",
            "Nothing is sent again and nothing confirms what arrived; use --tcp, or put, for files that must arrive."
        },
        footer = {
            "  paloma client upload notes.txt",
            "  paloma client upload *.jpg --host 192.0.2.7 --rate 500K",
            "  paloma client upload backup.tar --tcp"
        })
public final class UploadCommand implements Callable<Integer> {
    /**
     * A default receive buffer (212,992 bytes on Linux) holds about 90 datagrams of 1,024 bytes with the kernel's own
     * part of each: at 2 MiB/s, a receiver may look away for 40 ms.
     */
    private static final long DEFAULT_RATE = 2 << 20;

    /** A small datagram takes nearly as much of that buffer. */
    private static final int MIN_COST_BYTES = 1_024;

    private static final int BURST_BYTES = 8 << 10;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CallOptions call;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "what to send, each from a new socket")
    private List<Path> files;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "1024",
            converter = BytesConverter.class,
            description = "bytes in each datagram (default: ${DEFAULT-VALUE})")
    private long sizeBytes;

    @Option(
            names = "--rate",
            paramLabel = "BYTES",
            converter = BytesConverter.class,
            description = "bytes per second (default: 2M and at most 2,048 datagrams, so that a receiver with a"
                    + " default buffer keeps up)")
    private Long rate;

    public UploadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException {
        refuseUnless(
                sizeBytes >= 1 && sizeBytes <= WellKnown.MAX_PAYLOAD_BYTES,
                "--size must be from 1 to " + WellKnown.MAX_PAYLOAD_BYTES);
        refuseUnless(rate == null || rate >= 1, "--rate must be at least 1");
        for (Path file : files) {
            refuseUnless(
                    Files.isRegularFile(file) && Files.isReadable(file),
                    Printable.quote(file.toString()) + " is not a file that can be read");
        }
        try (Dialer dialer = call.dialer(WellKnown.UPLOAD, terminal::tell)) {
            int maxBytes = dialer.targets().kind().maxMessageBytes();
            refuseUnless(sizeBytes <= maxBytes, "--size must be at most " + maxBytes + " with --dtls");
            return send(dialer) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Returns whether nothing is known to be incomplete. */
    private boolean send(Dialer dialer) throws CliException {
        Courier courier = new Courier(terminal, dialer, call.timeoutNanos());
        boolean good = true;
        try {
            for (Path file : files) {
                if (dialer.targets().isStream()) {
                    good &= courier.stream(file);
                } else {
                    courier.carry(file, (int) sizeBytes, pace());
                }
            }
        } catch (IOException e) {
            throw ErrorMessages.failure(e, dialer.target());
        }
        return good;
    }

    private UploadPacer pace() {
        return rate == null
                ? new UploadPacer(DEFAULT_RATE, MIN_COST_BYTES, BURST_BYTES, System.nanoTime())
                : new UploadPacer(rate, 0, BURST_BYTES, System.nanoTime());
    }

    private void refuseUnless(boolean allowed, String sentence) {
        if (!allowed) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }
}
