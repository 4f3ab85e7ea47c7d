package paloma.server.files;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** Files without a disk, which fail where a test says, and know whether they were closed. */
final class FakeStore implements FileStore {
    /** What can fail while a file is opened. */
    enum Point {
        RECEIVE,
        HOLDER,
        SEND,
        LIST,
        FACTS,
        BEGUN,
        FETCHED
    }

    final List<FakeFile> files = new ArrayList<>();
    final List<Boolean> synced = new ArrayList<>();
    private Point point;
    private Throwable fault;
    private IncomingFile busyWith;

    /** From now on {@code where} throws {@code what}. */
    void fail(Point where, Throwable what) {
        point = where;
        fault = what;
    }

    /** The next file to receive is being written by this one. */
    void busyWith(IncomingFile writer) {
        busyWith = writer;
    }

    /** Returns how many files are open. */
    long open() {
        return files.stream().filter(file -> !file.closed).count();
    }

    @Override
    public IncomingFile receive(FileName name, FileFacts facts, boolean force, boolean sync, long source)
            throws RefusedException {
        synced.add(sync);
        reach(Point.RECEIVE);
        if (busyWith != null && !((FakeFile) busyWith).closed) {
            throw new RefusedException(Reason.BUSY, "another transfer writes it");
        }
        return file(name, facts);
    }

    @Override
    public List<BlockRange> begun(FileName name, long size, boolean force, int most) {
        reach(Point.BEGUN);
        return List.of();
    }

    @Override
    public IncomingFile holder(FileName name) {
        reach(Point.HOLDER);
        return busyWith;
    }

    @Override
    public OutgoingFile send(FileName name, boolean asOpened) {
        reach(Point.SEND);
        return file(name, new FileFacts(5, FileFacts.NO_MODE, 0));
    }

    @Override
    public OutgoingFile list(String name, boolean recursive, boolean follow) {
        reach(Point.LIST);
        return file(null, new FileFacts(5, FileFacts.NO_MODE, 0));
    }

    @Override
    public List<Verdict> offered(String base, byte[] manifest, boolean force) {
        return List.of(Verdict.WANTED);
    }

    @Override
    public List<Verdict> unpack(String base, byte[] pack, boolean force, boolean sync) {
        synced.add(sync);
        return List.of(Verdict.SAME);
    }

    /** Says of five files that nothing is new. */
    @Override
    public OutgoingFile fetched(String base, List<Wanted> wanted, boolean follow) {
        reach(Point.FETCHED);
        return file(null, new FileFacts(5, FileFacts.NO_MODE, 0));
    }

    @Override
    public int sweep(Instant before) {
        return 0;
    }

    FakeFile file(FileName name, FileFacts facts) {
        FakeFile file = new FakeFile(name, facts);
        files.add(file);
        return file;
    }

    private void reach(Point reached) {
        if (reached == point) {
            throw sneaky(fault);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable fault) throws T {
        throw (T) fault;
    }

    /** A file of five bytes that holds nothing yet. */
    final class FakeFile implements IncomingFile, OutgoingFile {
        private final FileName name;
        private final FileFacts facts;
        boolean closed;

        FakeFile(FileName name, FileFacts facts) {
            this.name = name;
            this.facts = facts;
        }

        @Override
        public FileName name() {
            return name;
        }

        @Override
        public FileFacts facts() {
            reach(Point.FACTS);
            return facts;
        }

        @Override
        public List<BlockRange> held(int most) {
            return List.of();
        }

        @Override
        public int load(int index, byte[] into, int blocks) {
            return 0;
        }

        @Override
        public void save(int index, byte[] chunk, int blocks) {}

        @Override
        public boolean write(int index, byte[] data, int length, byte[] sha256) {
            return true;
        }

        @Override
        public boolean check(int index, byte[] sha256) {
            return false;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void writeOut() {}

        @Override
        public void finish(byte[] rootSha256) {}

        @Override
        public void discard() {
            close();
        }

        @Override
        public int read(int index, byte[] into) {
            Arrays.fill(into, 0, 5, (byte) 0);
            return 5;
        }

        @Override
        public byte[] hash(int index) {
            return new byte[32];
        }

        @Override
        public boolean changed() {
            return false;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
