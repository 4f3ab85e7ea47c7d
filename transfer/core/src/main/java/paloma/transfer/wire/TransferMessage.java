package paloma.transfer.wire;

/** A message of one transfer. */
public sealed interface TransferMessage extends Message
        permits Open, Accept, Fail, Data, Hashes, Probe, Ack, Repair, Done, Close {
    /** Returns the number that the client drew for the transfer: only the two sides and who sees the path know it. */
    long transfer();
}
