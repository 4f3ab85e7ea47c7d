package paloma.transfer.driver;

import paloma.transfer.wire.Reason;

/** Called when a transfer ends: once, on its event loop. */
public interface TransferListener {
    /** The file is whole and under its name at the receiver. */
    void done();

    /** @param text a sentence for people, safe to show; empty where the reason says all */
    void failed(Reason reason, String text);

    /**
     * A mistake of ours, to be logged with its trace: called once at most, before {@link #failed} where it ends the
     * transfer, and without that where the transfer had ended already.
     */
    void broke(Throwable mistake);
}
