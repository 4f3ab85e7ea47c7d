package paloma.transfer.disk;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The path by which Linux leads to an open folder or file, whatever becomes of its name: {@code /proc/self/fd/N}. Java
 * does not tell the number of a descriptor, so it is known again by a read position that no other has.
 */
final class HandlePath {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path INFOS = Path.of("/proc/self/fdinfo");
    private static final AtomicInteger POSITION = new AtomicInteger();

    /** Beyond where somebody who reads a folder comes, and below what FAT can count. */
    private static final long FIRST_POSITION = 1L << 30;

    /** Beyond the largest number that is known, so many are tried before all are looked through. */
    private static final int MORE = 4;

    /** Which channel had a number last: while it is open, no other has that. Where it is closed, the number is free or new. */
    private static final ConcurrentNavigableMap<Integer, Reference<FileChannel>> KNOWN = new ConcurrentSkipListMap<>();

    private HandlePath() {}

    /**
     * Returns null where there is no such path.
     *
     * @param open a folder, or a file that is only read and written at positions
     * @param fileKey what must be found there, or null
     */
    static Path of(FileChannel open, Object fileKey) {
        long position = FIRST_POSITION + (POSITION.getAndIncrement() & (FIRST_POSITION - 1));
        try {
            open.position(position);
            int number = number(open, position, fileKey);
            return number < 0 ? null : DESCRIPTORS.resolve(Integer.toString(number));
        } catch (IOException e) {
            return null; // no /proc, or a file system whose folders have no positions
        }
    }

    /** A new descriptor gets the least number that is free (POSIX, open). Returns -1 where none is right. */
    private static int number(FileChannel open, long position, Object fileKey) throws IOException {
        for (Map.Entry<Integer, Reference<FileChannel>> one : KNOWN.entrySet()) {
            FileChannel known = one.getValue().get();
            if ((known == null || known == open || !known.isOpen()) && isAt(one.getKey(), position, fileKey)) {
                return known(one.getKey(), open);
            }
        }
        int largest = KNOWN.isEmpty() ? 0 : KNOWN.lastKey();
        for (int more = largest + 1; more <= largest + MORE; more++) {
            if (isAt(more, position, fileKey)) {
                return known(more, open);
            }
        }
        try (DirectoryStream<Path> infos = Files.newDirectoryStream(INFOS)) {
            for (Path info : infos) {
                int number = Integer.parseInt(info.getFileName().toString());
                if (isAt(number, position, fileKey)) {
                    return known(number, open);
                }
            }
        }
        return -1;
    }

    private static int known(int number, FileChannel open) {
        KNOWN.put(number, new WeakReference<>(open));
        return number;
    }

    private static boolean isAt(int descriptor, long position, Object fileKey) {
        String number = Integer.toString(descriptor);
        try {
            return Files.readString(INFOS.resolve(number)).startsWith("pos:\t" + position + '\n')
                    && (fileKey == null || fileKey.equals(keyOf(DESCRIPTORS.resolve(number))));
        } catch (IOException e) {
            return false; // closed in the meantime
        }
    }

    private static Object keyOf(Path handle) throws IOException {
        return Files.readAttributes(handle, BasicFileAttributes.class).fileKey();
    }
}
