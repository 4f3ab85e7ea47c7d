package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** A file on the disk that is being sent. */
final class DiskFile implements OutgoingFile {
    private static final int PIECE_BYTES = 128 << 10;

    private final Path path;
    private final String shown;
    private final FileChannel channel;
    private final BasicFileAttributes opened;
    private final FileFacts facts;

    private DiskFile(Path path, String shown, FileChannel channel, BasicFileAttributes opened) {
        this.path = path;
        this.shown = shown;
        this.channel = channel;
        this.opened = opened;
        facts = facts(opened);
    }

    /** Links are followed. */
    static DiskFile open(Path path) throws RefusedException {
        return open(path, path, RefusedException.shown(path.toString()));
    }

    static DiskFile open(Place place, FileName name) throws RefusedException {
        Path later = place.folder().place(place.last());
        return open(place.path(), later, name.shown(), LinkOption.NOFOLLOW_LINKS);
    }

    /** @param later where to look, when the file was sent, whether it has changed: its folder may be closed by then */
    private static DiskFile open(Path path, Path later, String shown, LinkOption... links) throws RefusedException {
        try {
            checkKind(attributes(path, links), shown);
            Set<OpenOption> read = new HashSet<>(List.of(links));
            read.add(StandardOpenOption.READ);
            return of(later, shown, FileChannel.open(path, read), path, links);
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
    }

    private static DiskFile of(Path later, String shown, FileChannel channel, Path path, LinkOption... links)
            throws IOException {
        DiskFile file = null;
        try {
            file = new DiskFile(later, shown, channel, attributes(path, links));
            return file;
        } finally {
            if (file == null) {
                channel.close();
            }
        }
    }

    /** Checked before opening: opening a pipe would wait for its writer for ever. */
    private static void checkKind(BasicFileAttributes attributes, String shown) throws RefusedException {
        if (attributes.isDirectory()) {
            throw new RefusedException(Reason.NOT_FOUND, shown + " is a folder");
        }
        if (!attributes.isRegularFile()) {
            throw new RefusedException(Reason.NOT_FOUND, shown + " is no file but a device, a pipe or a socket");
        }
        if (attributes.size() > FileFacts.LIMIT_BYTES) {
            throw new RefusedException(Reason.TOO_LARGE, shown + " is too large to be sent");
        }
    }

    static BasicFileAttributes attributes(Path path, LinkOption... links) throws IOException {
        try {
            return Files.readAttributes(path, PosixFileAttributes.class, links);
        } catch (UnsupportedOperationException e) {
            return Files.readAttributes(path, BasicFileAttributes.class, links);
        }
    }

    static FileFacts facts(BasicFileAttributes attributes) {
        int mode =
                attributes instanceof PosixFileAttributes posix ? FileMode.of(posix.permissions()) : FileFacts.NO_MODE;
        return new FileFacts(
                attributes.size(), mode, attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public int read(int index, byte[] into) throws RefusedException {
        int length = Chunks.length(index, facts.size());
        ByteBuffer chunk = ByteBuffer.wrap(into, 0, length);
        try {
            while (chunk.hasRemaining()) {
                if (channel.read(chunk, Chunks.offsetOf(index) + chunk.position()) < 0) {
                    throw RefusedException.changed(shown);
                }
            }
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
        return length;
    }

    @Override
    public byte[] hash(int index) throws RefusedException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        long end = Chunks.offsetOf(index) + Chunks.length(index, facts.size());
        try {
            for (long at = Chunks.offsetOf(index); at < end; at += piece.limit()) {
                piece.clear().limit((int) Math.min(PIECE_BYTES, end - at));
                if (channel.read(piece, at) < 0) {
                    throw RefusedException.changed(shown);
                }
                digest.update(piece.flip());
            }
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
        return digest.digest();
    }

    @Override
    public boolean changed() throws RefusedException {
        try {
            if (channel.size() != facts.size()) {
                return true;
            }
            BasicFileAttributes now = attributes(path);
            // Another file under the name leaves the one that is open here as it is.
            return Objects.equals(now.fileKey(), opened.fileKey())
                    && !now.lastModifiedTime().equals(opened.lastModifiedTime());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
    }

    @Override
    public void close() {
        Quietly.close(channel);
    }
}
