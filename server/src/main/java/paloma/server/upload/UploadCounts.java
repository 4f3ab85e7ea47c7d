package paloma.server.upload;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import paloma.net.Count;
import paloma.server.metrics.Reading;

/** How uploads ended; written by the disk thread, read by any. */
public final class UploadCounts {
    final LongAdder files = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final RecentUploads recent = new RecentUploads();
    volatile int open;

    /** Returns the uploads that are open, then the last {@value RecentUploads#MAX} that ended, the newest first. */
    public List<UploadView> views() {
        return recent.all();
    }

    /** Returns a summary: {@code 2 files complete, 1 kept as a part, 1 left nothing}. */
    @Override
    public String toString() {
        String complete = Count.of(files.sum(), "file") + " complete";
        String parts = parked.sum() == 1 ? "1 kept as a part" : parked.sum() + " kept as parts";
        String nothing = dropped.sum() == 0 ? "" : ", " + dropped.sum() + " left nothing";
        return complete + ", " + parts + nothing;
    }

    public List<Reading> readings() {
        return List.of(
                Reading.gauge("paloma_open_uploads", "Uploads that are going on.", () -> open),
                Reading.counter("paloma_uploaded_files", "Uploads that ended as files.", files::sum),
                Reading.counter("paloma_parked_uploads", "Uploads that stayed parts.", parked::sum),
                Reading.counter("paloma_dropped_uploads", "Uploads that left nothing.", dropped::sum),
                Reading.counter("paloma_uploaded_bytes", "Bytes in the files that uploads became.", bytes::sum));
    }
}
