package paloma.server.files;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.LeaseListener;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.Root;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;

/** Where transfers find their files: a {@link Root}, or what fails as a test tells it. Everything may wait for a disk. */
interface FileStore {
    /** As {@link Root#receive}. */
    IncomingFile receive(FileName name, FileFacts facts, boolean force, boolean sync, long source)
            throws RefusedException;

    /** As {@link Root#begun}. */
    List<BlockRange> begun(FileName name, long size, boolean force, int most) throws RefusedException;

    /** As {@link Root#holder}. */
    IncomingFile holder(FileName name) throws RefusedException;

    /** As {@link Root#send}. */
    OutgoingFile send(FileName name, boolean asOpened) throws RefusedException;

    /** As {@link Root#list(String, boolean, boolean, int)}. */
    OutgoingFile list(String name, boolean recursive, boolean follow) throws RefusedException;

    /** As {@link Root#offered}. */
    List<Verdict> offered(String base, byte[] manifest, boolean force) throws RefusedException;

    /** As {@link Root#unpack}. */
    List<Verdict> unpack(String base, byte[] pack, boolean force, boolean sync) throws RefusedException;

    /** As {@link Root#fetched}. */
    OutgoingFile fetched(String base, List<Wanted> wanted, boolean follow) throws RefusedException;

    /** As {@link Root#listen}. */
    default void listen(LeaseListener listener) {}

    /** As {@link Root#sweep}. */
    int sweep(Instant before) throws IOException;

    /** @param listBytes where a list is cut */
    static FileStore of(Root root, int listBytes) {
        return new FileStore() {
            @Override
            public IncomingFile receive(FileName name, FileFacts facts, boolean force, boolean sync, long source)
                    throws RefusedException {
                return root.receive(name, facts, force, sync, source);
            }

            @Override
            public List<BlockRange> begun(FileName name, long size, boolean force, int most) throws RefusedException {
                return root.begun(name, size, force, most);
            }

            @Override
            public IncomingFile holder(FileName name) throws RefusedException {
                return root.holder(name);
            }

            @Override
            public OutgoingFile send(FileName name, boolean asOpened) throws RefusedException {
                return root.send(name, asOpened);
            }

            @Override
            public OutgoingFile list(String name, boolean recursive, boolean follow) throws RefusedException {
                return root.list(name, recursive, follow, listBytes);
            }

            @Override
            public List<Verdict> offered(String base, byte[] manifest, boolean force) throws RefusedException {
                return root.offered(base, manifest, force);
            }

            @Override
            public List<Verdict> unpack(String base, byte[] pack, boolean force, boolean sync) throws RefusedException {
                return root.unpack(base, pack, force, sync);
            }

            @Override
            public OutgoingFile fetched(String base, List<Wanted> wanted, boolean follow) throws RefusedException {
                return root.fetched(base, wanted, follow);
            }

            @Override
            public void listen(LeaseListener listener) {
                root.listen(listener);
            }

            @Override
            public int sweep(Instant before) throws IOException {
                return root.sweep(before);
            }
        };
    }
}
