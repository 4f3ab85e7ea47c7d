package paloma.audio.receive;

import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import paloma.audio.net.Addresses;
import paloma.audio.page.EventLog;
import paloma.audio.program.Plural;

/** Tells from one look to the next what happened to a stream, in words. */
final class ReceiverEvents {
    /** Less is the stream's own breathing. */
    private static final double TOLD_LATENCY_MILLIS = 10;

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private String sender;
    private Presence presence;
    private StreamStats before;
    private double toldLatency;

    /** Called with what a person did. Any thread. */
    void told(String what) {
        told.add(what);
    }

    void look(RtpReceiver.Source source, Presence now, EventLog events) {
        for (String what = told.poll(); what != null; what = told.poll()) {
            events.add("person", what);
        }
        if (source == null) {
            before = StreamStats.NONE;
            return;
        }
        String address = Addresses.text(source.address());
        if (!address.equals(sender)) {
            events.add("sender", address + " is heard");
            sender = address;
        } else if (now != presence && presence != null) {
            events.add(
                    "sender",
                    address + ": " + now.toString().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        presence = now;
        StreamStats stats = source.session();
        if (before == null) { // what was before anybody looked did not happen now
            before = stats;
            toldLatency = stats.depthMillis();
        }
        look(stats, events);
    }

    private void look(StreamStats now, EventLog events) {
        long lost = now.lost() - before.lost();
        if (lost > 0) {
            events.add("lost", Plural.of(lost, "packet") + " missing");
        }
        long repaired = now.repaired() - before.repaired();
        if (repaired > 0) {
            events.add("repaired", Plural.of(repaired, "packet") + " repaired, which came again");
        }
        long recovered = now.recovered() - before.recovered();
        if (recovered > 0) {
            events.add("recovered", Plural.of(recovered, "packet") + " recovered from parity");
        }
        long late = now.late() - before.late();
        if (late > 0) {
            events.add("late", Plural.of(late, "packet") + " too late to be played");
        }
        double concealed = now.concealedMillis() - before.concealedMillis();
        if (concealed > 0) {
            events.add("concealed", String.format(Locale.ROOT, "%.0f ms made up", Math.max(1, concealed)));
        }
        if (before.packets() > 0 && Math.abs(now.depthMillis() - toldLatency) >= TOLD_LATENCY_MILLIS) {
            events.add(
                    "latency",
                    String.format(Locale.ROOT, "latency now %.0f ms, before %.0f", now.depthMillis(), toldLatency));
            toldLatency = now.depthMillis();
        }
        toldLatency = toldLatency == 0 ? now.depthMillis() : toldLatency;
        before = now;
    }
}
