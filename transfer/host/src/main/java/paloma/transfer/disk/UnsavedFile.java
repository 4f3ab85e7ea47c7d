package paloma.transfer.disk;

/** What arrives without that blocks of it are saved on the way: interrupted, it goes on with whole chunks or from the start. */
public abstract class UnsavedFile implements IncomingFile {
    /** Returns none. */
    @Override
    public final int load(int index, byte[] into, int blocks) {
        return 0;
    }

    @Override
    public final void save(int index, byte[] data, int blocks) {}

    @Override
    public final long pendingBytes() {
        return 0;
    }

    @Override
    public final void writeOut() {}

    @Override
    public void close() {}

    @Override
    public final void discard() {
        close();
    }
}
