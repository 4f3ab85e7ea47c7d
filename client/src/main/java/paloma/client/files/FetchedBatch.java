package paloma.client.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.IncomingText;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Manifest;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;

/** Small files that arrive in one piece: it stays in memory, and is whole once what is in it is stored. */
final class FetchedBatch implements IncomingFile {
    /** Stores the files. */
    interface Store {
        /** Called on a thread that may block. */
        void store(byte[] answer) throws RefusedException;
    }

    private final IncomingText text;
    private final Store store;

    FetchedBatch(FileFacts facts, Store store) throws RefusedException {
        text = IncomingText.open(facts, Manifest.MAX_BYTES);
        this.store = store;
    }

    @Override
    public FileName name() {
        return text.name();
    }

    @Override
    public FileFacts facts() {
        return text.facts();
    }

    @Override
    public List<BlockRange> held(int most) {
        return text.held(most);
    }

    @Override
    public int load(int index, byte[] into, int blocks) {
        return text.load(index, into, blocks);
    }

    @Override
    public void save(int index, byte[] data, int blocks) {
        text.save(index, data, blocks);
    }

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) {
        return text.write(index, data, length, sha256);
    }

    @Override
    public boolean check(int index, byte[] sha256) {
        return text.check(index, sha256);
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void writeOut() {}

    @Override
    public void finish(byte[] rootSha256) throws RefusedException {
        text.finish(rootSha256);
        try {
            store.store(text.text().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is in memory
        }
    }

    @Override
    public void close() {}

    @Override
    public void discard() {}
}
