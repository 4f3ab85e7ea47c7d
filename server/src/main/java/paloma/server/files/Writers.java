package paloma.server.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import paloma.transfer.disk.IncomingFile;

/** Which transfer writes which file. */
final class Writers {
    private final Map<IncomingFile, Session> sessions = new ConcurrentHashMap<>();

    void add(IncomingFile file, Session session) {
        sessions.put(file, session);
    }

    /** Gives null where none does. */
    Session of(IncomingFile file) {
        return file == null ? null : sessions.get(file);
    }

    void remove(Session session) {
        sessions.values().removeIf(writer -> writer == session);
    }
}
