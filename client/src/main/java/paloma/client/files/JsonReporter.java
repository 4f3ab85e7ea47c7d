package paloma.client.files;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Json;
import paloma.client.terminal.Terminal;
import paloma.client.trust.Contact;

/** JSON for programs, one object a line: {@code server} once, {@code progress} each second, {@code file} for each file, finally {@code done} or {@code failed}. */
final class JsonReporter implements Reporter {
    private final Terminal terminal;
    private final Speed speed = new Speed(System.nanoTime());
    private long waitToldNanos = System.nanoTime() - everyNanos();

    JsonReporter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public long everyNanos() {
        return TimeUnit.SECONDS.toNanos(1);
    }

    @Override
    public void progress(Tally tally, long nowNanos) {
        speed.take(tally, nowNanos);
        terminal.print(Json.event("progress")
                .add("bytes", tally.doneBytes)
                .add("of", tally.totalBytes)
                .add("files", tally.doneFiles)
                .addNumber("mbit", HumanUnits.fixed(8e-6 * speed.bytesPerSecond(), 3))
                .addNumber("lost_percent", HumanUnits.fixed(speed.lossPercent(), 2))
                .addNumber("rtt_ms", HumanUnits.fixed(tally.roundTripNanos / 1e6, 2))
                .line());
    }

    @Override
    public void waiting(Wait wait, long nowNanos) {
        if (nowNanos - waitToldNanos < Math.max(everyNanos(), wait.nanos(nowNanos) / 20)) {
            return;
        }
        waitToldNanos = nowNanos;
        terminal.print(Json.event("waiting")
                .add("name", wait.name())
                .add("text", wait.words())
                .addNumber("seconds", HumanUnits.fixed(wait.nanos(nowNanos) / 1e9, 0))
                .line());
    }

    @Override
    public void met(Contact server) {
        terminal.print(Json.event("server")
                .add("host", server.server().host())
                .add("port", server.server().port())
                .add("key", server.key().text())
                .add("contact", server.kind().toString())
                .line());
        if (!server.sentence().isEmpty()) {
            terminal.tell(server.sentence());
        }
    }

    @Override
    public void ended(TaskResult one, String sentence) {
        Json json = Json.event("file").add("name", one.name()).add("bytes", one.bytes());
        if (one.outcome().isDone()) {
            terminal.print(json.add("held", one.heldBytes()).line());
        } else {
            terminal.print(json.add("failed", reason(one.outcome())).line());
            if (!sentence.isEmpty()) {
                terminal.tell(sentence);
            }
        }
    }

    @Override
    public void remark(String sentence) {
        terminal.tell(sentence);
    }

    @Override
    public void leftOut(String name, String why) {
        terminal.print(
                Json.event("left_out").add("name", name).add("reason", why).line());
    }

    @Override
    public void done(Tally tally, long nanos) {
        Json json = Json.event("done")
                .add("bytes", tally.doneBytes)
                .addNumber("seconds", HumanUnits.fixed(nanos / 1e9, 4))
                .add("files", tally.doneFiles)
                .add("held", tally.heldBytes)
                .add("zeros", tally.holeBytes)
                .add("held_files", tally.heldFiles)
                .add("left_out", tally.leftOut);
        terminal.print(cost(json, tally).line());
    }

    @Override
    public void failed(Tally tally, Outcome why, String sentence) {
        Json json = Json.event("failed")
                .add("reason", reason(why))
                .add("text", sentence)
                .add("bytes", tally.doneBytes + tally.keptBytes)
                .add("files", tally.doneFiles)
                .add("failed_files", tally.failedFiles)
                .add("held_files", tally.heldFiles)
                .add("left_out", tally.leftOut);
        terminal.print(cost(json, tally).line());
        terminal.tell(sentence);
    }

    private static Json cost(Json json, Tally tally) {
        if (tally.sentBytes > 0) {
            json.add("sent_bytes", tally.sentBytes)
                    .add("retransmitted", tally.resentBytes)
                    .add("lost", tally.lostPackets)
                    .add("spurious", tally.spuriousPackets);
        } else {
            json.add("received_bytes", tally.receivedBytes)
                    .add("lost", tally.lostPackets)
                    .add("doubled", tally.doubledPackets);
        }
        return json.addNumber("rtt_ms", HumanUnits.fixed(tally.roundTripNanos / 1e6, 2));
    }

    private static String reason(Outcome outcome) {
        return outcome.reason() == null
                ? outcome.how().name().toLowerCase(Locale.ROOT)
                : outcome.reason().name().toLowerCase(Locale.ROOT);
    }
}
