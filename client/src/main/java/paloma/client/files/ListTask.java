package paloma.client.files;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import paloma.transfer.Handshake;
import paloma.transfer.disk.IncomingText;
import paloma.transfer.disk.Listing;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.RequestFlags;

/** A folder of the server to list. */
final class ListTask extends Task {
    /** Our server sends at most 32 MiB. */
    private static final int MAX_BYTES = 64 << 20;

    private final String folder;
    private final RequestFlags flags;
    private final byte[] token;
    private final int limitBytes;
    private volatile IncomingText text;

    /** @param heapShare which part of Java's memory the list may take: the rest is for buffers and what becomes of it */
    ListTask(String folder, RequestFlags flags, byte[] token, int heapShare) {
        super(folder, 0);
        this.folder = folder;
        this.flags = flags;
        this.token = token;
        limitBytes = (int) Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / heapShare);
    }

    @Override
    Transfer prepare(TransferContext context) {
        TransferResources resources = context.resources();
        Handshake.OpenRequest request = new Handshake.OpenRequest(
                Kind.LIST, flags, FileFacts.NONE, resources.buffers().size(), 0, folder, List.of(), token);
        return new GetTransfer(context, request, resources, facts -> text = IncomingText.open(facts, limitBytes));
    }

    /** Hands over what is listed and what is left out, one after the other; once the task is done. */
    Listing.Remarks read(Consumer<Listing.Entry> entries, Consumer<Listing.LeftOut> leftOut) throws IOException {
        return Listing.read(text.text(), entries, leftOut);
    }
}
