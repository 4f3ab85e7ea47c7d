package paloma.client.files;

import java.util.List;
import java.util.function.Function;
import paloma.transfer.Handshake;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.congestion.SavedPath;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.RequestFlags;

/**
 * What all transfers of one put have in common.
 *
 * @param congestion makes the congestion control of a transfer over a path that may be known
 */
record PutRequests(RequestFlags flags, Function<SavedPath, CongestionControl> congestion, byte[] token) {
    static final int DATAGRAM_BYTES = DatagramSizes.ETHERNET_BYTES;

    /**
     * Returns a transfer of a file or of a batch.
     *
     * @param name on the server
     * @param file closed by the transfer
     */
    PutTransfer transfer(TransferContext context, Kind kind, String name, OutgoingFile file) {
        Handshake.OpenRequest request =
                new Handshake.OpenRequest(kind, flags, file.facts(), 0, 0, name, List.of(), token);
        return new PutTransfer(context, request, context.resources(), file, congestion);
    }

    /** Returns a transfer of what is in memory, at most 1 MiB, about what is in the folder {@code base}. */
    PutTransfer transfer(TransferContext context, Kind kind, String base, byte[] content) {
        return transfer(context, kind, base, OutgoingFile.of(List.of(content), 0));
    }
}
