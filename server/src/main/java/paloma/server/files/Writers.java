package paloma.server.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import paloma.transfer.disk.IncomingFile;

/** Which transfer writes which file. */
final class Writers {
    private final Map<IncomingFile, ServerTransfer> sessions = new ConcurrentHashMap<>();

    void add(IncomingFile file, ServerTransfer session) {
        sessions.put(file, session);
    }

    /** Returns null where none does. */
    ServerTransfer of(IncomingFile file) {
        return file == null ? null : sessions.get(file);
    }

    void remove(ServerTransfer session) {
        sessions.values().removeIf(writer -> writer == session);
    }
}
