package paloma.transfer.driver;

import paloma.transfer.wire.Reason;

/** Hears how a transfer ended: once, on its event loop. */
public interface TransferListener {
    /** The file is whole and under its name at the receiver. */
    void done();

    /** @param text a sentence for people, safe to show; empty where the reason says all */
    void failed(Reason reason, String text);

    /** Hears of a mistake of ours, for the log; {@link #failed} follows. */
    default void broke(RuntimeException mistake) {
        throw mistake;
    }
}
