package paloma.server.files;

import java.util.List;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/**
 * A file that is not opened before its client has shown the keys of the connection: an Open can be a replay. Until then
 * nothing may be written to it.
 */
final class DeferredFile implements IncomingFile {
    private final FileName name;
    private final FileFacts facts;
    private final List<BlockRange> seen;
    private volatile IncomingFile file;

    /**
     * @param name null for a batch
     * @param seen what the disk seemed to have of it when it was looked at
     */
    DeferredFile(FileName name, FileFacts facts, List<BlockRange> seen) {
        this.name = name;
        this.facts = facts;
        this.seen = seen;
    }

    void opened(IncomingFile opened) {
        file = opened;
    }

    @Override
    public FileName name() {
        return name;
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public List<BlockRange> held(int most) {
        return seen;
    }

    @Override
    public int load(int index, byte[] into, int blocks) throws RefusedException {
        return open().load(index, into, blocks);
    }

    @Override
    public void save(int index, byte[] data, int blocks) throws RefusedException {
        open().save(index, data, blocks);
    }

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) throws RefusedException {
        return open().write(index, data, length, sha256);
    }

    @Override
    public boolean zero(int index, byte[] sha256) throws RefusedException {
        return open().zero(index, sha256);
    }

    @Override
    public boolean check(int index, byte[] sha256) throws RefusedException {
        return open().check(index, sha256);
    }

    @Override
    public long pendingBytes() {
        return file == null ? 0 : file.pendingBytes();
    }

    @Override
    public void writeOut() throws RefusedException {
        open().writeOut();
    }

    @Override
    public void finish(byte[] rootSha256) throws RefusedException {
        open().finish(rootSha256);
    }

    @Override
    public byte[] answer() {
        return file.answer();
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    @Override
    public void discard() {
        if (file != null) {
            file.discard();
        }
    }

    /** The transfer may end before its file is opened; then what waits for the disk comes to nothing. */
    private IncomingFile open() throws RefusedException {
        IncomingFile opened = file;
        if (opened == null) {
            throw new RefusedException(Reason.STOPPED, "the transfer ended before its file was opened");
        }
        return opened;
    }
}
