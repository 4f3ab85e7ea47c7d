package paloma.server.upload;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import paloma.server.metrics.Reading;

/** How uploads ended; written by the disk thread, read by any. */
public final class UploadCounts {
    final LongAdder files = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder bytes = new LongAdder();
    volatile int open;

    public List<Reading> readings() {
        return List.of(
                Reading.gauge("paloma_open_uploads", "Uploads that are going on.", () -> open),
                Reading.counter("paloma_uploaded_files", "Uploads that ended as files.", files::sum),
                Reading.counter("paloma_parked_uploads", "Uploads that stayed parts.", parked::sum),
                Reading.counter("paloma_uploaded_bytes", "Bytes in the files that uploads became.", bytes::sum));
    }
}
