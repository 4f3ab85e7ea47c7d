package paloma.client.files;

import paloma.transfer.Opening;
import paloma.transfer.SenderStats;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.link.Desk;
import paloma.transfer.link.Sending;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Reason;

/** A file that goes to the server. */
final class PutTransfer extends Transfer {
    /** Chunks that may be begun before the server has said how many. */
    private static final int FIRST_CREDIT = 1;

    private final Wires wires;
    private final OutgoingFile file;
    private final CongestionControl congestion;
    private final Desk desk;
    private Sending sending;

    PutTransfer(
            Wires wires,
            long transfer,
            long nonce,
            Opening.Wish wish,
            OutgoingFile file,
            CongestionControl congestion,
            Desk desk) {
        super(wires, transfer, nonce, wish);
        this.wires = wires;
        this.file = file;
        this.congestion = congestion;
        this.desk = desk;
    }

    SenderStats stats() {
        return sending == null ? null : sending.stats();
    }

    @Override
    void asked(long now) {
        sending = new Sending(
                transfer(),
                file,
                new Sending.Path(
                        opening().provenBytes(),
                        wires.limitBytes(),
                        FIRST_CREDIT,
                        opening().roundTripNanos()),
                congestion,
                desk,
                loop(),
                this,
                now);
        run(sending);
        sending.onChange(this::pump);
        pump();
    }

    @Override
    void accepted(Accept accept, long now) {
        sending.sender().accepted(accept.held(), accept.credit(), accept.largestBytes(), now);
    }

    @Override
    void stopParty() {
        sending.fail(Reason.STOPPED, "stopped");
    }
}
