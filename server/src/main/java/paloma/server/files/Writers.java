package paloma.server.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import paloma.transfer.disk.IncomingFile;

/** Which transfer writes which file. */
final class Writers {
    private final Map<IncomingFile, ServerTransfer> transfers = new ConcurrentHashMap<>();

    void add(IncomingFile file, ServerTransfer transfer) {
        transfers.put(file, transfer);
    }

    /** Returns null where none does. */
    ServerTransfer of(IncomingFile file) {
        return file == null ? null : transfers.get(file);
    }

    void remove(ServerTransfer transfer) {
        transfers.values().removeIf(writer -> writer == transfer);
    }
}
