package paloma.client.echo;

import java.util.Locale;
import paloma.client.call.Target;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Terminal;

/** Prints a line for each probe and a summary. */
final class EchoReport {
    private final Terminal terminal;
    private final Target target;
    private final int sizeBytes;

    EchoReport(Terminal terminal, Target target, int sizeBytes) {
        this.terminal = terminal;
        this.target = target;
        this.sizeBytes = sizeBytes;
    }

    void start() {
        terminal.print("echo " + target + ", " + HumanUnits.count(sizeBytes, "byte") + " each");
    }

    void arrived(Probing.Verdict verdict) {
        String remark = switch (verdict.kind()) {
            case ANSWER -> "";
            case LATE -> " (late)";
            case DOUBLE -> " (duplicate)";
            case STRANGE -> null;
        };
        terminal.print(
                remark == null
                        ? "an answer that is no echo of what was sent"
                        : String.format(
                                Locale.ROOT,
                                "%s back: seq=%d time=%s ms%s",
                                HumanUnits.count(sizeBytes, "byte"),
                                verdict.sequence(),
                                RoundTrips.millis(verdict.roundTripNanos()),
                                remark));
    }

    void empty() {
        terminal.print("an empty datagram, which is no echo: a balancer sends one for a dead server");
    }

    void lost(int sequence) {
        terminal.print("nothing back: seq=" + sequence);
    }

    void anotherPort() {
        terminal.print(
                "nothing comes back: going on from another port, in case a balancer remembers a server that is gone");
    }

    void nobody(int sequence) {
        terminal.print("nobody is listening there (ICMP says: port unreachable): seq=" + sequence);
    }

    void summary(Probing probing, long elapsedNanos) {
        int ended = probing.sent() - probing.waitedFor(); // Ctrl-C may come before the last answer
        terminal.print("--- " + target + " ---");
        terminal.print(String.format(
                Locale.ROOT,
                "%d sent, %d back, %.0f %% lost%s%s, %.1f s",
                probing.sent(),
                probing.answered(),
                ended == 0 ? 0.0 : 100.0 * (ended - probing.answered()) / ended,
                probing.waitedFor() == 0 ? "" : ", " + probing.waitedFor() + " still on the way",
                probing.doubles() == 0 ? "" : ", " + HumanUnits.count(probing.doubles(), "duplicate"),
                elapsedNanos / 1e9));
        if (probing.answered() > 0) {
            terminal.print(probing.roundTrips().toString());
        }
    }
}
