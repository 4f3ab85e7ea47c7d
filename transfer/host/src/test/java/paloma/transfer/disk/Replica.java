package paloma.transfer.disk;

import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import paloma.transfer.name.RefusedException;

/** One of several servers of a folder, that lives and stands still as a test tells it. */
final class Replica implements LeaseListener {
    final Root root;
    final List<IncomingFile> wanted = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    private final AtomicLong nowNanos = new AtomicLong(77);
    private Runnable tick = () -> {};

    Replica(Path folder, String name) throws IOException {
        this(folder, name, Limits.NONE, FileChannel::tryLock);
    }

    Replica(Path folder, String name, Limits limits, PartLock.Locks locks) throws IOException {
        Leases leases = new Leases(name, nowNanos::get, later -> tick = later);
        root = Root.open(folder, limits, leases, locks);
        root.listen(this);
    }

    @Override
    public void wanted(IncomingFile file) {
        wanted.add(file);
    }

    @Override
    public void lost(IncomingFile file, String sentence) {
        lost.add(sentence);
    }

    /** Time goes by, and nothing is done. */
    void standStill(long millis) {
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Time goes by, and each second leases are renewed. */
    void live(int seconds) {
        for (int i = 0; i < seconds; i++) {
            standStill(1_000);
            tick();
        }
    }

    void tick() {
        Runnable next = tick;
        tick = () -> {};
        next.run();
    }

    IncomingFile receive(String name, byte[] file, boolean force) throws RefusedException {
        return root.receive(name(name), facts(file), force);
    }

    /** Asks until the holder of the file has stood still for long enough. */
    IncomingFile takeOver(String name, byte[] file, boolean force) throws RefusedException {
        try {
            receive(name, file, force).close();
            throw new AssertionError(name + " is held by nobody");
        } catch (HeldException e) {
            standStill(4_000);
            return receive(name, file, force);
        }
    }
}
