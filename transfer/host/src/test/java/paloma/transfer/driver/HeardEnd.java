package paloma.transfer.driver;

import java.util.ArrayList;
import java.util.List;
import paloma.transfer.wire.Reason;

/** Remembers how a transfer ended. */
final class HeardEnd implements TransferListener {
    final List<Throwable> mistakes = new ArrayList<>();
    final List<Reason> failures = new ArrayList<>();
    int done;

    @Override
    public void done() {
        done++;
    }

    @Override
    public void failed(Reason reason, String text) {
        failures.add(reason);
    }

    @Override
    public void broke(Throwable mistake) {
        mistakes.add(mistake);
    }
}
