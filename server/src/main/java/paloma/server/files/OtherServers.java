package paloma.server.files;

import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.LeaseListener;
import paloma.transfer.wire.Reason;

/** Does what other servers of the same folder want of the files that are written here. */
record OtherServers(Writers writers) implements LeaseListener {
    @Override
    public void wanted(IncomingFile file) {
        ServerTransfer writer = writers.of(file);
        if (writer != null) {
            writer.giveWayToAnotherServer(gives -> {}); // which closes the file, and the other sees that
        }
    }

    @Override
    public void lost(IncomingFile file, String sentence) {
        ServerTransfer writer = writers.of(file);
        if (writer != null) {
            writer.stop(Reason.TAKEN_OVER, sentence);
        }
    }
}
