package paloma.client.files;

import java.util.List;
import paloma.transfer.Handshake;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.Root;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.RequestFlags;

/** A file to fetch from the server. */
final class GetTask extends Task {
    private final String source;
    private final Root root;
    private final FileName target;
    private final int limitKbit;
    private final RequestFlags flags;
    private final byte[] token;

    /**
     * @param source its name on the server
     * @param size 0 if it is not known
     * @param target its name below {@code root}
     */
    GetTask(String source, long size, Root root, FileName target, int limitKbit, RequestFlags flags, byte[] token) {
        super(source, size);
        this.source = source;
        this.root = root;
        this.target = target;
        this.limitKbit = limitKbit;
        this.flags = flags;
        this.token = token;
    }

    @Override
    Transfer prepare(TransferContext context) throws RefusedException {
        List<BlockRange> held = root.begun(target, Root.SIZE_UNKNOWN, flags.force(), BlockRange.MAX_IN_LIST);
        TransferResources resources = context.resources();
        Handshake.OpenRequest request = new Handshake.OpenRequest(
                Kind.GET, flags, FileFacts.NONE, resources.buffers().size(), limitKbit, source, held, token);
        return new GetTransfer(context, request, resources, this::open);
    }

    private IncomingFile open(FileFacts facts) throws RefusedException {
        TransferContext.checkMemory(facts);
        return root.receive(target, facts, flags.force());
    }
}
