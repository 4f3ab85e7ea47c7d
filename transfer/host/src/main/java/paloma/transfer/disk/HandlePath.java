package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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

    /** The number that was right last time: mostly it is free again for the next, or the next one is. */
    private static volatile int guess;

    /** The number that was right when all had to be looked through: where many files begin to be opened again. */
    private static volatile int found;

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
            int last = guess; // once: another thread may set it between two looks
            for (int guessed : new int[] {last, last + 1, found}) {
                String number = Integer.toString(guessed);
                if (isAt(number, position, fileKey)) {
                    guess = guessed;
                    return DESCRIPTORS.resolve(number);
                }
            }
            try (DirectoryStream<Path> infos = Files.newDirectoryStream(INFOS)) {
                for (Path info : infos) {
                    String number = info.getFileName().toString();
                    if (isAt(number, position, fileKey)) {
                        found = Integer.parseInt(number);
                        guess = found;
                        return DESCRIPTORS.resolve(number);
                    }
                }
            }
        } catch (IOException e) {
            return null; // no /proc, or a file system whose folders have no positions
        }
        return null;
    }

    private static boolean isAt(String number, long position, Object fileKey) {
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
