package paloma.audio.scope;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import paloma.audio.page.EventLog;
import paloma.audio.page.Program;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.SoundTap;

/** A file that a page shows as it would be heard: it plays from the beginning, again and again, while somebody watches. */
final class FileProgram implements Program, AutoCloseable {
    private static final int BLOCKS_A_SECOND = 100;
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String name;
    private final short[] samples;
    private final SoundTap tap;
    private final PcmFormat format;
    private final Thread player = new Thread(this::play, "scope-player");
    private volatile boolean watched;
    private volatile boolean closed;
    private final AtomicInteger frame = new AtomicInteger();

    /** @param samples of the whole file, interleaved */
    FileProgram(String name, short[] samples, PcmFormat format) {
        this.name = name;
        this.samples = samples;
        this.format = format;
        this.tap = new SoundTap(format);
        player.setDaemon(true);
        player.start();
    }

    @Override
    public String name() {
        return "scope";
    }

    @Override
    public SoundTap tap() {
        return tap;
    }

    @Override
    public void writeState(JsonGenerator out) throws IOException {
        out.writeStringField("file", name);
        out.writeStringField("format", format.toString());
        out.writeNumberField("position", (double) frame.get() / format.rate());
        out.writeNumberField("length", (double) frames() / format.rate());
    }

    @Override
    public List<Figure> figures() {
        return List.of();
    }

    @Override
    public void look(EventLog events) {}

    @Override
    public boolean control(Map<String, Object> message) {
        boolean isSeek = "seek".equals(message.get("type"))
                && message.get("seconds") instanceof Double seconds
                && seconds >= 0
                && seconds * format.rate() < frames();
        if (isSeek) {
            frame.set((int) ((Double) message.get("seconds") * format.rate()));
        }
        return isSeek;
    }

    @Override
    public void watched(boolean isWatched) {
        watched = isWatched;
        LockSupport.unpark(player);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(player);
    }

    private int frames() {
        return samples.length / format.channels();
    }

    private void play() {
        int block = format.rate() / BLOCKS_A_SECOND;
        long due = System.nanoTime();
        while (!closed) {
            if (!watched) {
                LockSupport.park();
                due = System.nanoTime();
                continue;
            }
            int from = frame.get();
            int count = Math.min(block, frames() - from);
            tap.add(samples, from, count);
            frame.compareAndSet(from, from + count == frames() ? 0 : from + count); // unless somebody sought
            due += format.nanos(count);
            long now = System.nanoTime();
            due = now - due > LATE_NANOS ? now : due;
            LockSupport.parkNanos(due - now);
        }
    }
}
