package paloma.client.files;

import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Kind;

/** A file to send to the server. */
class PutTask extends Task {
    /** Opens what is to be sent, anew for each attempt. */
    interface Source {
        /** Called on a thread that may block. */
        OutgoingFile open() throws RefusedException;
    }

    private final Source source;
    private final PutRequests requests;

    /** @param target its name on the server */
    PutTask(Source source, long size, String target, PutRequests requests) {
        super(target, size);
        this.source = source;
        this.requests = requests;
    }

    /** The file is open; it may be empty by now. */
    @Override
    long sizeBy(Transfer transfer) {
        return transfer.size();
    }

    @Override
    Transfer prepare(TransferContext context) throws RefusedException {
        OutgoingFile file = source.open();
        Transfer transfer = null;
        try {
            TransferContext.checkMemory(file.facts());
            transfer = requests.transfer(context, Kind.PUT, name(), file);
            return transfer;
        } finally {
            if (transfer == null) {
                file.close();
            }
        }
    }
}
