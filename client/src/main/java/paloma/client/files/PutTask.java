package paloma.client.files;

import java.util.List;
import paloma.transfer.Handshake;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.RequestFlags;

/** A file to send to the server. */
final class PutTask extends Task {
    private static final int DATAGRAM_BYTES = DatagramSizes.ETHERNET_BYTES;

    /** Opens what is to be sent, anew for each attempt. */
    interface Source {
        /** Called on a thread that may block. */
        OutgoingFile open() throws RefusedException;
    }

    private final Source source;
    private final String target;
    private final boolean cubic;
    private final boolean force;
    private final byte[] token;

    /** @param target its name on the server */
    PutTask(Source source, long size, String target, boolean cubic, boolean force, byte[] token) {
        super(target, size);
        this.source = source;
        this.target = target;
        this.cubic = cubic;
        this.force = force;
        this.token = token;
    }

    @Override
    Transfer prepare(TransferContext context) throws RefusedException {
        OutgoingFile file = source.open();
        Transfer transfer = null;
        try {
            TransferContext.checkMemory(file.facts());
            transfer = transfer(context, file);
            return transfer;
        } finally {
            if (transfer == null) {
                file.close();
            }
        }
    }

    private Transfer transfer(TransferContext context, OutgoingFile file) {
        Handshake.OpenRequest request = new Handshake.OpenRequest(
                Kind.PUT, RequestFlags.NONE.withForce(force), file.facts(), 0, 0, target, List.of(), token);
        return new PutTransfer(context, request, context.resources(), file, congestion());
    }

    private CongestionControl congestion() {
        return cubic ? CongestionControl.cubic(DATAGRAM_BYTES) : CongestionControl.model(DATAGRAM_BYTES);
    }
}
