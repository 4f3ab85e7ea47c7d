package paloma.server.files;

import java.util.Arrays;
import java.util.List;
import paloma.transfer.Sha256;
import paloma.transfer.disk.UnsavedFile;
import paloma.transfer.name.FileName;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;

/** A file of which nothing is kept: its chunks are hashed, as those of any other. */
final class ForgottenFile extends UnsavedFile {
    private final FileFacts facts;

    ForgottenFile(FileFacts facts) {
        this.facts = facts;
    }

    @Override
    public FileName name() {
        throw new UnsupportedOperationException("it has no name");
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public List<BlockRange> held(int most) {
        return List.of();
    }

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) {
        return Arrays.equals(Sha256.of(data, length), sha256);
    }

    @Override
    public boolean check(int index, byte[] sha256) {
        return false;
    }

    @Override
    public void finish(byte[] rootSha256) {}
}
