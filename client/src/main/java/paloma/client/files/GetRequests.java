package paloma.client.files;

import java.util.HexFormat;
import java.util.List;
import paloma.transfer.Handshake;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.RequestFlags;

/**
 * What all transfers of one get have in common.
 *
 * @param limitKbit the fastest that the server may send; 0 if there is no limit
 */
record GetRequests(RequestFlags flags, int limitKbit, byte[] token) {
    /**
     * Returns a transfer of a file from the server.
     *
     * @param held what is here of it
     * @param target opens the file
     */
    GetTransfer file(TransferContext context, String name, List<BlockRange> held, GetTransfer.Target target) {
        return from(context, Kind.GET, name, held, target);
    }

    /**
     * Returns a transfer that tells the server which files are wanted.
     *
     * @param base the folder of the server that their names are relative to
     */
    PutTransfer want(TransferContext context, String base, byte[] wanted) {
        OutgoingFile file = OutgoingFile.of(List.of(wanted), 0);
        Handshake.OpenRequest request =
                new Handshake.OpenRequest(Kind.WANT, flags, file.facts(), 0, 0, base, List.of(), token);
        return new PutTransfer(
                context,
                request,
                context.resources(),
                file,
                path -> CongestionControl.model(DatagramSizes.ETHERNET_BYTES, path));
    }

    /**
     * Returns a transfer of what was wanted.
     *
     * @param want the connection that told it
     */
    GetTransfer fetch(TransferContext context, long want, GetTransfer.Target target) {
        return from(context, Kind.FETCH, HexFormat.of().toHexDigits(want), List.of(), target);
    }

    private GetTransfer from(
            TransferContext context, Kind kind, String name, List<BlockRange> held, GetTransfer.Target target) {
        TransferResources resources = context.resources();
        Handshake.OpenRequest request = new Handshake.OpenRequest(
                kind, flags, FileFacts.NONE, resources.buffers().size(), limitKbit, name, held, token);
        return new GetTransfer(context, request, resources, target);
    }
}
