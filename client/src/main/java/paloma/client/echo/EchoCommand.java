package paloma.client.echo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import paloma.client.call.Arrival;
import paloma.client.call.Caller;
import paloma.client.call.Dialer;
import paloma.client.call.ErrorMessages;
import paloma.client.call.RetryPolicy;
import paloma.client.call.Target;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
import paloma.client.option.HostPort;
import paloma.client.option.TimeConverter;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.client.warmup.EchoWarmUp;
import paloma.service.WellKnown;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "echo",
        description = {
            "Sends datagrams to the service echo and times their round trips, as ping does.",
            "Ctrl-C ends it with a summary."
        },
        footer = {
            "  paloma client echo                     this machine, until Ctrl-C",
            "  paloma client echo example.net -c 5",
            "  paloma client echo [::1]:7007 -i 0.2 -s 1200",
            "  paloma client echo -c 1000 -i 1ms      how many are lost?"
        })
public final class EchoCommand implements Callable<Integer> {
    private static final long MIN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** One datagram may be lost. */
    private static final int FINDING_TRIES = 3;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "HOST[:PORT]",
            arity = "0..1",
            defaultValue = "127.0.0.1",
            description = "the server (default: ${DEFAULT-VALUE}, port 7007)")
    private HostPort host;

    @Option(names = "-c", paramLabel = "COUNT", description = "stop after COUNT datagrams (default: at Ctrl-C)")
    private int count = Integer.MAX_VALUE;

    @Option(
            names = "-i",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = TimeConverter.class,
            description = "interval between datagrams, at least 1ms (default: ${DEFAULT-VALUE})")
    private long intervalNanos;

    @Option(
            names = "-s",
            paramLabel = "BYTES",
            defaultValue = "56",
            description = "size of each datagram, up to 65507 (default: ${DEFAULT-VALUE})")
    private int sizeBytes;

    @Option(
            names = "-W",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = TimeConverter.class,
            description = "how long to wait for each answer (default: ${DEFAULT-VALUE})")
    private long timeoutNanos;

    public EchoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException {
        refuseUnless(count >= 1, "-c must be at least 1");
        refuseUnless(intervalNanos >= MIN_INTERVAL_NANOS, "-i must be at least 1ms");
        refuseUnless(timeoutNanos >= MIN_INTERVAL_NANOS, "-W must be at least 1ms");
        refuseUnless(
                sizeBytes >= 0 && sizeBytes <= WellKnown.MAX_PAYLOAD_BYTES,
                "-s must be from 0 to " + WellKnown.MAX_PAYLOAD_BYTES);
        EchoProbe probe = new EchoProbe(new SecureRandom().nextLong(), sizeBytes);
        Target target = answering(host.resolve(Kind.UDP, WellKnown.ECHO.port()), probe);
        warmUp(probe);
        Probing probing = new Probing(probe, timeoutNanos);
        EchoReport report = new EchoReport(terminal, target, sizeBytes);
        report.start();
        long start = System.nanoTime();
        try (Dialer dialer = new Dialer(target);
                EchoSocket socket = new EchoSocket(dialer, timeoutNanos)) {
            run(socket, probing, report);
        } catch (InterruptedIOException e) {
            terminal.print("");
        } catch (IOException e) {
            throw ErrorMessages.failure(e, target);
        }
        report.summary(probing, System.nanoTime() - start);
        return probing.answered() > 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Returns the only address, or the first of several that sends a datagram back, which does not count. */
    private Target answering(Targets server, EchoProbe probe) throws CliException {
        if (!server.areSeveral()) {
            return server.all().get(0);
        }
        try (Caller caller = new Caller(new Dialer(server), new RetryPolicy(timeoutNanos, FINDING_TRIES))) {
            caller.ask(probe.payload(0), bytes -> probe.isEcho(bytes, 0));
            return caller.answering();
        }
    }

    private static void warmUp(EchoProbe probe) throws CliException {
        Probing probing = new Probing(probe, Long.MAX_VALUE);
        EchoWarmUp.run(
                probe.sizeBytes(),
                (conversation, nanos) -> probing.sent(conversation.send(probing.nextPayload(), nanos)),
                (conversation, nanos) -> {
                    Arrival echo = conversation.receive(nanos);
                    if (echo != null) {
                        probing.arrived(echo.bytes(), echo.nanos());
                    }
                });
    }

    private void run(EchoSocket socket, Probing probing, EchoReport report) throws IOException {
        long nextSend = System.nanoTime();
        while (!terminal.isGone()) {
            long now = System.nanoTime();
            giveUp(socket, probing.expire(now), report);
            if (probing.sent() < count && now - nextSend >= 0) {
                nextSend += intervalNanos;
                send(socket, probing, report);
                continue;
            }
            if (probing.sent() == count && probing.waitedFor() == 0) {
                return;
            }
            long toSend = probing.sent() < count ? nextSend - now : Long.MAX_VALUE;
            receive(socket, probing, report, Math.min(toSend, probing.nanosToExpiry(now)));
        }
    }

    private static void giveUp(EchoSocket socket, List<Integer> lost, EchoReport report) throws IOException {
        lost.forEach(report::lost);
        if (!lost.isEmpty() && socket.lost(lost.size())) {
            report.anotherPort();
        }
    }

    private static void send(EchoSocket socket, Probing probing, EchoReport report) throws IOException {
        try {
            probing.sent(socket.send(probing.nextPayload()));
        } catch (IOException e) {
            complain(e, probing, report);
        }
    }

    private void receive(EchoSocket socket, Probing probing, EchoReport report, long nanos) throws IOException {
        try {
            Arrival arrival = socket.receive(nanos);
            if (arrival != null && arrival.bytes().length == 0 && sizeBytes > 0) {
                report.empty();
            } else if (arrival != null) {
                socket.heard();
                report.arrived(probing.arrived(arrival.bytes(), arrival.nanos()));
            }
        } catch (IOException e) {
            complain(e, probing, report);
        }
    }

    /** An ICMP message concerns a datagram that was sent earlier. */
    private static void complain(IOException e, Probing probing, EchoReport report) throws IOException {
        if (!ErrorMessages.isNobody(e)) {
            throw e;
        }
        int sequence = probing.refused(System.nanoTime());
        if (sequence > 0) {
            report.nobody(sequence);
        }
    }

    private void refuseUnless(boolean allowed, String sentence) {
        if (!allowed) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }
}
