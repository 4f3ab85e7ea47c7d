package paloma.transfer.disk;

import java.nio.channels.FileChannel;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/** A file that somebody else has opened and closes, and that does not change. */
record OpenedFile(ChannelContent content, FileFacts facts) implements OutgoingFile {
    OpenedFile(FileChannel open, String shown, FileFacts facts) {
        this(new ChannelContent(open, shown, facts.size()), facts);
    }

    @Override
    public int read(int index, byte[] into) throws RefusedException {
        return content.read(index, into);
    }

    @Override
    public byte[] hash(int index) throws RefusedException {
        return content.hash(index);
    }

    @Override
    public boolean changed() {
        return false;
    }

    @Override
    public void close() {
        content.close();
    }
}
