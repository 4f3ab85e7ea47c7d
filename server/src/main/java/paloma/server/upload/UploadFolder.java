package paloma.server.upload;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** Names files: first as a part, and when they are complete under a name that was free. */
final class UploadFolder {
    /** One sender does not send so many files in a millisecond; under a fixed name there may be so many, and no more. */
    private static final int MAX_NUMBER = 1_000_000;

    private final Path folder;
    private final String fixedName;
    private final Disk disk;
    private int lastNumber = 1;

    UploadFolder(Path folder, String fixedName, Disk disk) {
        this.folder = folder;
        this.fixedName = fixedName;
        this.disk = disk;
    }

    /** Creates {@code NAME.part}, empty. */
    UploadPart create(Instant time, UploadSender sender) throws IOException {
        String name = FileNames.of(time, sender.address());
        for (int number = 1; ; number++) {
            String numbered = number == 1 ? name : name + '-' + number;
            Path path = folder.resolve(numbered + FileNames.PART);
            try {
                return new UploadPart(path, numbered, disk.create(path));
            } catch (FileAlreadyExistsException e) {
                failAfter(number, e);
            }
        }
    }

    /** Publishes a part that is written and closed under a free name, which is returned. */
    String publish(UploadPart part) throws IOException {
        String name = fixedName == null ? part.name() : fixedName;
        if (publish(part.path(), name)) {
            return name;
        }
        for (int number = fixedName == null ? 2 : lastNumber + 1; ; number++) {
            String numbered = fixedName == null ? name + '-' + number : FileNames.numbered(name, number);
            if (publish(part.path(), numbered)) {
                lastNumber = number;
                return numbered;
            }
            failAfter(number, new FileAlreadyExistsException(numbered));
        }
    }

    /** Has the device store the names that were given. */
    void force() throws IOException {
        disk.forceFolder(folder);
    }

    private boolean publish(Path part, String name) throws IOException {
        Path path = folder.resolve(name);
        try {
            link(part, path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void link(Path part, Path path) throws IOException {
        try {
            disk.link(path, part);
        } catch (FileAlreadyExistsException e) {
            if (!isSame(part, path)) { // the same it is where the answer of a network file system was lost
                throw e;
            }
        } catch (UnsupportedOperationException | FileSystemException e) {
            move(part, path); // no hard links here (FAT, some network shares)
            return;
        }
        Files.delete(part);
    }

    private static boolean isSame(Path part, Path path) throws IOException {
        Object key = fileKey(part);
        return key != null && key.equals(fileKey(path));
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /**
     * Looks for the name and then renames, which is two steps: another server of this folder keeps off while there is a part
     * of that name. Only another program that takes the very name in between could lose its file.
     */
    private void move(Path part, Path path) throws IOException {
        Path claim = folder.resolve(path.getFileName() + FileNames.PART);
        boolean isClaimed = claim.equals(part);
        if (!isClaimed) {
            disk.create(claim).close();
        }
        try {
            Files.move(part, path);
        } finally {
            if (!isClaimed) {
                Files.deleteIfExists(claim);
            }
        }
    }

    private static void failAfter(int number, FileAlreadyExistsException e) throws FileAlreadyExistsException {
        if (number >= MAX_NUMBER) {
            throw e;
        }
    }
}
