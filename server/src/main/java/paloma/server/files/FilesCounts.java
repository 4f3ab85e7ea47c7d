package paloma.server.files;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import paloma.server.metrics.Reading;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Reason;

/** How transfers ended; any thread increments and reads. */
final class FilesCounts {
    static final String DONE = "done";

    final LongAdder badCookies = new LongAdder();
    final LongAdder badTokens = new LongAdder();
    final LongAdder refusedNames = new LongAdder();
    final LongAdder unopened = new LongAdder();
    final LongAdder refusedHandshakes = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final Map<Verdict, LongAdder> refused = new EnumMap<>(Verdict.class);
    private final Map<Kind, OfKind> kinds = new EnumMap<>(Kind.class);

    FilesCounts() {
        for (Kind kind : Kind.values()) {
            kinds.put(kind, new OfKind());
        }
        for (Verdict verdict : Verdict.values()) {
            if (verdict.reason() != null) {
                refused.put(verdict, new LongAdder());
            }
        }
    }

    /** Counts the datagrams of a file by their bytes. */
    void moved(Kind kind, long bytes, long repeatedBytes) {
        kinds.get(kind).bytes.add(bytes);
        kinds.get(kind).repeatedBytes.add(repeatedBytes);
    }

    void done(Kind kind) {
        kinds.get(kind).done.increment();
        if (kind == Kind.PUT) {
            received.increment();
        } else if (kind == Kind.GET) {
            sent.increment();
        }
    }

    /** Counts the files of a batch, each as one. */
    void tree(Kind kind, TreeTally tally) {
        (kind == Kind.FETCH ? sent : received).add(tally.files());
        tally.refused().forEach((verdict, count) -> refused.get(verdict).add(count));
    }

    void failed(Kind kind, Reason reason) {
        kinds.get(kind).failed.get(reason).increment();
        if (reason == Reason.NAME) {
            refusedNames.increment();
        }
    }

    long failed(Reason reason) {
        return kinds.values().stream()
                .mapToLong(kind -> kind.failed.get(reason).sum())
                .sum();
    }

    /** Returns a reason as it stands in metrics and in the log: {@code disk-full}. */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<Reading> readings() {
        List<Reading> all = new ArrayList<>();
        kinds.forEach((kind, counts) -> all.addAll(counts.readings(label(kind))));
        all.add(files("received", "Files that came whole, alone or with others of a tree.", received));
        all.add(files("sent", "Files that left whole, alone or with others of a tree.", sent));
        refused.forEach((verdict, count) ->
                all.add(files("refused", "Files, folders and links of trees that were refused.", count)
                        .of("reason", label(verdict))));
        all.add(Reading.counter(
                "paloma_transfer_bad_cookies", "Opens of transfers without a fresh cookie.", badCookies::sum));
        all.add(Reading.counter(
                "paloma_transfer_bad_tokens",
                "Opens of transfers without a token that the server knows.",
                badTokens::sum));
        all.add(Reading.counter(
                "paloma_files_unopened",
                "Datagrams for the transfer that are not sealed under the keys they should be, or came before.",
                unopened::sum));
        all.add(Reading.counter(
                "paloma_files_refused_handshakes",
                "Opens of transfers over the rate of handshakes, of all or of one source, or while too many wait.",
                refusedHandshakes::sum));
        all.add(Reading.counter(
                "paloma_transfer_refused_names", "Names of files that were refused.", refusedNames::sum));
        return all;
    }

    private static Reading files(String what, String help, LongAdder count) {
        return Reading.counter("paloma_files_" + what, help, count::sum);
    }

    private static final class OfKind {
        private final LongAdder done = new LongAdder();
        private final Map<Reason, LongAdder> failed = new EnumMap<>(Reason.class);
        private final LongAdder bytes = new LongAdder();
        private final LongAdder repeatedBytes = new LongAdder();

        OfKind() {
            for (Reason reason : Reason.values()) {
                failed.put(reason, new LongAdder());
            }
        }

        private List<Reading> readings(String kind) {
            List<Reading> all = new ArrayList<>();
            all.add(ended(kind, DONE, done));
            failed.forEach((reason, count) -> all.add(ended(kind, label(reason), count)));
            all.add(Reading.counter(
                            "paloma_transfer_bytes", "Bytes in datagrams of files that came or left.", bytes::sum)
                    .of("kind", kind));
            all.add(Reading.counter(
                            "paloma_transfer_repeated_bytes",
                            "Bytes of files that came or left more than once.",
                            repeatedBytes::sum)
                    .of("kind", kind));
            return all;
        }

        private static Reading ended(String kind, String outcome, LongAdder count) {
            return Reading.counter("paloma_transfers", "Transfers that ended.", count::sum)
                    .of("kind", kind)
                    .of("outcome", outcome);
        }
    }
}
