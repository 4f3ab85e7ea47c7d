package paloma.server.upload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paloma.server.upload.UploadView.Outcome;

/** Uploads that are open, and the last that ended. The disk thread tells, any thread reads. */
final class RecentUploads {
    static final int MAX = 100;

    private record Begun(Upload upload, long millis) {}

    private final Map<Upload, Begun> open = new LinkedHashMap<>();
    private final Deque<UploadView> ended = new ArrayDeque<>();

    synchronized void began(Upload upload, long unixMillis) {
        open.put(upload, new Begun(upload, unixMillis));
    }

    synchronized void ended(Upload upload, Outcome outcome, String name, long unixMillis) {
        Begun begun = open.remove(upload);
        if (begun != null) {
            ended.addFirst(view(begun, outcome, name, upload.part().bytes(), unixMillis));
        }
        if (ended.size() > MAX) {
            ended.removeLast();
        }
    }

    /** Returns the open ones, then the others, the newest first. */
    synchronized List<UploadView> all() {
        List<UploadView> all = new ArrayList<>();
        for (Begun begun : open.values()) {
            UploadPart part = begun.upload().part();
            all.add(view(begun, Outcome.OPEN, part.name(), part.seenBytes(), 0));
        }
        all.addAll(ended);
        return all;
    }

    private static UploadView view(Begun begun, Outcome outcome, String name, long bytes, long endMillis) {
        String sender = begun.upload().sender().toString();
        return new UploadView(outcome, name, sender, bytes, begun.millis(), endMillis);
    }
}
