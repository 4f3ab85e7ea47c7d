package paloma.client.files;

import java.util.List;
import paloma.transfer.Handshake;
import paloma.transfer.disk.IncomingText;
import paloma.transfer.disk.Listing;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;

/** A folder of the server to list. */
final class ListTask extends Task {
    /** Our server sends at most 16 MiB. */
    private static final int MAX_BYTES = 64 << 20;

    private final String folder;
    private final boolean recursive;
    private final byte[] token;
    private volatile IncomingText text;

    ListTask(String folder, boolean recursive, byte[] token) {
        super(folder, 0);
        this.folder = folder;
        this.recursive = recursive;
        this.token = token;
    }

    @Override
    Transfer prepare(TransferContext context) {
        TransferResources resources = context.resources();
        Handshake.OpenRequest request = new Handshake.OpenRequest(
                Kind.LIST, false, recursive, FileFacts.NONE, resources.buffers().size(), 0, folder, List.of(), token);
        return new GetTransfer(context, request, resources, facts -> text = IncomingText.open(facts, MAX_BYTES));
    }

    /** Returns the list, once the task is done. */
    Listing listing() {
        return Listing.parse(text.text());
    }
}
