package paloma.client.files;

import java.util.OptionalLong;
import paloma.transfer.Handshake;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.RequestFlags;

/** A file to fetch from the server to standard output. */
final class PipeTask extends Task {
    private final String source;
    private final PipedFile pipe;
    private final int limitKbit;
    private final RequestFlags flags;
    private final byte[] token;

    /** @param source its name on the server */
    PipeTask(String source, PipedFile pipe, int limitKbit, RequestFlags flags, byte[] token) {
        super(source, 0);
        this.source = source;
        this.pipe = pipe;
        this.limitKbit = limitKbit;
        this.flags = flags;
        this.token = token;
    }

    @Override
    Transfer prepare(TransferContext context) {
        TransferResources resources = context.resources();
        int window = resources.buffers().size();
        Handshake.OpenRequest request = new Handshake.OpenRequest(
                Kind.GET, flags, FileFacts.NONE, window, limitKbit, source, pipe.written(), token);
        return new GetTransfer(context, request, resources, facts -> {
            TransferContext.checkMemory(facts);
            return pipe.open(facts, window);
        });
    }

    /** A pipe keeps nothing: another command begins anew. */
    @Override
    OptionalLong kept() {
        return OptionalLong.of(0);
    }
}
