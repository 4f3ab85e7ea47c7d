package paloma.transfer.disk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/** A file in memory as a sender has it. */
final class TestFiles {
    static final long MODIFIED_NANOS = 1_700_000_000_123_456_789L;

    /** Four chunks, the last one short. */
    static final byte[] FILE = random(1, 3 * Chunks.BYTES + 777);

    private TestFiles() {}

    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static FileFacts facts(byte[] file) {
        return new FileFacts(file.length, 0640, MODIFIED_NANOS);
    }

    static FileName name(String text) {
        try {
            return FileName.parse(text);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] chunk(byte[] file, int index) {
        int from = index * Chunks.BYTES;
        return Arrays.copyOfRange(file, from, Math.min(file.length, from + Chunks.BYTES));
    }

    static byte[] hash(byte[] file, int index) {
        byte[] chunk = chunk(file, index);
        return Sha256.of(chunk, chunk.length);
    }

    static byte[] root(byte[] file) {
        int count = Chunks.count(file.length);
        byte[] hashes = new byte[count * Sha256.BYTES];
        for (int i = 0; i < count; i++) {
            System.arraycopy(hash(file, i), 0, hashes, i * Sha256.BYTES, Sha256.BYTES);
        }
        return Sha256.of(hashes, hashes.length);
    }

    static boolean write(IncomingFile incoming, byte[] file, int index) throws RefusedException {
        byte[] chunk = chunk(file, index);
        return incoming.write(index, chunk, chunk.length, hash(file, index));
    }

    /** Writes the chunks from one to before another. */
    static void write(IncomingFile incoming, byte[] file, int from, int to) throws RefusedException {
        for (int i = from; i < to; i++) {
            if (!write(incoming, file, i)) {
                throw new AssertionError("chunk " + i + " was refused");
            }
        }
    }

    static void receive(Root root, String name, byte[] file, boolean force) throws RefusedException {
        try (IncomingFile incoming = root.receive(name(name), facts(file), force)) {
            write(incoming, file, 0, Chunks.count(file.length));
            incoming.finish(root(file));
        }
    }

    /** Returns a list as it is sent. */
    static String text(OutgoingFile list) throws RefusedException {
        return bytes(list).toString(StandardCharsets.UTF_8);
    }

    static InputStream stream(OutgoingFile list) throws RefusedException {
        return new ByteArrayInputStream(bytes(list).toByteArray());
    }

    private static ByteArrayOutputStream bytes(OutgoingFile list) throws RefusedException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] chunk = new byte[Chunks.BYTES];
        for (int i = 0; i < Chunks.count(list.facts().size()); i++) {
            text.write(chunk, 0, list.read(i, chunk));
        }
        return text;
    }

    /** Returns all that lies in a folder and below it, by its path from there. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.skip(1)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
