package paloma.transfer.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/** Examples, and what all readers refuse. */
final class TreeBytes {
    static final FileFacts FACTS = new FileFacts(5, 0644, 0x188672_51ed_fa00_00L);
    static final byte[] HASH = hex("00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef");
    static final byte[] CONTENT = "hello".getBytes(StandardCharsets.US_ASCII);

    static final TreeEntry FILE = TreeEntry.file("a/é", FACTS, HASH);
    static final String FILE_BYTES = "01 0004 612fc3a9 01a4 18867251edfa0000 0000000000000005"
            + "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef";

    static final TreeEntry LINK = TreeEntry.link(
            "a/now", new FileFacts(77, FileFacts.NO_MODE, -1), "../b".getBytes(StandardCharsets.US_ASCII));
    static final String LINK_BYTES = "03 0005 612f6e6f77 ffff ffffffffffffffff 0000000000000000 0004 2e2e2f62";

    static final TreeEntry FOLDER = TreeEntry.folder("a", new FileFacts(4_096, 0700, 1));
    static final String FOLDER_BYTES = "02 0001 61 01c0 0000000000000001 0000000000000000";

    static final TreeEntry FOLDER_FACTS = TreeEntry.folderFacts("", new FileFacts(4_096, 0700, 1));
    static final String FOLDER_FACTS_BYTES = "04 0000 01c0 0000000000000001 0000000000000000";

    private TreeBytes() {}

    static byte[] hex(String spaced) {
        return HexFormat.of().parseHex(spaced.replace(" ", ""));
    }

    interface Reader {
        Object read(byte[] bytes, int length) throws RefusedException;
    }

    /** Returns the lengths of those prefixes that are read, the whole included; whatever lies behind them. */
    static List<Integer> readablePrefixes(byte[] bytes, Reader reader) {
        List<Integer> lengths = new ArrayList<>();
        for (int length = 0; length <= bytes.length; length++) {
            if (reads(bytes, length, reader)) {
                lengths.add(length);
            }
        }
        return lengths;
    }

    static boolean reads(byte[] bytes, int length, Reader reader) {
        try {
            reader.read(bytes, length);
            return true;
        } catch (RefusedException e) {
            if (!e.getMessage().equals("what was sent of a tree is damaged or from another version")) {
                throw new AssertionError(e);
            }
            return false;
        }
    }

    static boolean reads(String spaced, Reader reader) {
        byte[] bytes = hex(spaced);
        return reads(bytes, bytes.length, reader);
    }
}
