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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** A file on the disk that is being sent. */
final class DiskFile implements OutgoingFile {
    private final Path path;
    private final String shown;
    private final FileChannel channel;
    private final BasicFileAttributes opened;
    private final boolean asOpened;
    private final FileFacts facts;
    private final ChannelContent content;

    private DiskFile(Path path, String shown, FileChannel channel, BasicFileAttributes opened, boolean asOpened) {
        this.path = path;
        this.shown = shown;
        this.channel = channel;
        this.opened = opened;
        this.asOpened = asOpened;
        FileFacts found = facts(opened);
        content = new ChannelContent(channel, shown, found.size());
        facts = found.withHoles(found.mode() != FileFacts.NO_MODE && content.seemsSparse());
    }

    /** @param links whether a link is refused */
    static DiskFile open(Path path, String shown, boolean asOpened, LinkOption... links) throws RefusedException {
        return open(path, path, shown, asOpened, links);
    }

    static DiskFile open(Place place, FileName name) throws RefusedException {
        return open(place, name, false);
    }

    static DiskFile open(Place place, FileName name, boolean asOpened) throws RefusedException {
        Path later = place.folder().place(place.last());
        return open(place.path(), later, name.shown(), asOpened, LinkOption.NOFOLLOW_LINKS);
    }

    /** @param later where to look, when the file was sent, whether it has changed: its folder may be closed by then */
    private static DiskFile open(Path path, Path later, String shown, boolean asOpened, LinkOption... links)
            throws RefusedException {
        try {
            check(attributes(path, links), shown);
            Set<OpenOption> read = new HashSet<>(List.of(links));
            read.add(StandardOpenOption.READ);
            return of(later, shown, FileChannel.open(path, read), asOpened, path, links);
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
    }

    private static DiskFile of(
            Path later, String shown, FileChannel channel, boolean asOpened, Path path, LinkOption... links)
            throws IOException, RefusedException {
        DiskFile file = null;
        try {
            requireBytesAsSaid(channel, shown);
            file = new DiskFile(later, shown, channel, attributes(path, links), asOpened);
            return file;
        } finally {
            if (file == null) {
                channel.close();
            }
        }
    }

    /** Checked before opening: opening a pipe would wait for its writer for ever. */
    private static void check(BasicFileAttributes attributes, String shown) throws RefusedException {
        if (attributes.isDirectory()) {
            throw new RefusedException(Reason.NOT_FOUND, shown + " is a folder; -r fetches it with its contents");
        }
        if (!attributes.isRegularFile()) {
            throw new RefusedException(Reason.NOT_FOUND, shown + " is no file but a device, a pipe or a socket");
        }
        if (attributes.size() > FileFacts.LIMIT_BYTES) {
            throw new RefusedException(Reason.TOO_LARGE, shown + " is too large to be sent");
        }
        FileTimes.nanos(attributes.lastModifiedTime(), shown);
    }

    /** Files of /proc and /sys are made up when they are read: sent as empty, they would be lost. */
    private static void requireBytesAsSaid(FileChannel channel, String shown) throws IOException, RefusedException {
        if (saysTooLittle(channel)) {
            throw new RefusedException(
                    Reason.NOT_FOUND,
                    shown
                            + " says that it is empty and is not, as files of /proc do: it cannot be sent; copy it first");
        }
    }

    /** Returns whether a file says that it is empty and is not; one that grows meanwhile says so. */
    static boolean saysTooLittle(FileChannel channel) throws IOException {
        return channel.size() == 0 && channel.read(ByteBuffer.allocate(1), 0) > 0 && channel.size() == 0;
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
        return content.read(index, into);
    }

    @Override
    public boolean isHole(int index) throws RefusedException {
        return content.isHole(index);
    }

    @Override
    public byte[] hash(int index) throws RefusedException {
        return content.hash(index);
    }

    @Override
    public boolean changed() throws RefusedException {
        try {
            long size = channel.size();
            if (size > facts.size() && !asOpened) {
                throw new RefusedException(
                        Reason.CHANGED_WHILE_READ,
                        shown + " grew while it was sent; --as-opened sends it as long as it is at the beginning");
            }
            return size == facts.size() ? isTouched() : size < facts.size();
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
    }

    /** Another file under the name leaves the one that is open here as it is. */
    private boolean isTouched() throws IOException {
        try {
            BasicFileAttributes now = attributes(path);
            return Objects.equals(now.fileKey(), opened.fileKey())
                    && !now.lastModifiedTime().equals(opened.lastModifiedTime());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() {
        content.close();
        Quietly.close(channel);
    }
}
