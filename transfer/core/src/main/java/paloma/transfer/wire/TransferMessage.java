package paloma.transfer.wire;

/** A message of one transfer. */
public sealed interface TransferMessage extends Message
        permits Open, Accept, Fail, Data, Hashes, Probe, Ack, Repair, Done, Close {
    /** Returns the number that the client drew for the transfer: only the two sides and who sees the path know it. */
    long transfer();

    /**
     * Returns whether its sender waits for something: only then is a peer that does not know the transfer to say so. It
     * says so by a {@link Fail}, which waits for nothing, so no two of them talk for ever.
     */
    default boolean wantsAnswer() {
        return true;
    }
}
