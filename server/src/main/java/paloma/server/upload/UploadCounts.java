package paloma.server.upload;

import java.util.concurrent.atomic.LongAdder;

/** What became of uploads; written by the disk thread, read by any. */
final class UploadCounts {
    final LongAdder files = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder bytes = new LongAdder();
    volatile int open;
}
