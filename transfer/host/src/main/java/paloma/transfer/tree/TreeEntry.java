package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Objects;
import paloma.transfer.Sha256;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/**
 * One thing of a tree, without its content.
 *
 * <pre>
 *  0      1        3          3+n    5+n        13+n   21+n
 * +------+--------+----------+------+----------+------+----------------------------------------
 * | kind | length | name ... | mode | modified | size | FILE: sha256, LINK: length, target ...
 * +------+--------+----------+------+----------+------+----------------------------------------
 *
 * 03                        kind: LINK
 * 00 05                     length of the name
 * 61 2f 6e 6f 77            name: a/now
 * ff ff                     mode: none
 * 18 86 72 51 ed fa 00 00   modified: 2026-01-01T00:00:00Z
 * 00 00 00 00 00 00 00 00   size: 0 of all but files
 * 00 04                     length of the target
 * 2e 2e 2f 62               target: ../b
 * </pre>
 *
 * @param name relative to the base of the batch, as it was sent: to be checked by whoever uses it
 * @param sha256 of a file's content; null of all others
 * @param target where a link leads, as it was sent; null of all others
 */
public record TreeEntry(Kind kind, String name, FileFacts facts, byte[] sha256, byte[] target) {
    /** What is larger travels on its own: it resumes, and its equal chunks are not sent again. */
    public static final int MAX_FILE_BYTES = 256 << 10;

    /** PATH_MAX of Linux. */
    public static final int MAX_NAME_BYTES = 4_096;

    /** PATH_MAX of Linux without its end. */
    public static final int MAX_TARGET_BYTES = 4_095;

    private static final int FIXED_BYTES = 1 + Short.BYTES + FileFacts.BYTES;

    /** What an entry is of. */
    public enum Kind {
        FILE(1),
        /** To be made where it is missing, for its owner only until its facts come. */
        FOLDER(2),
        LINK(3),
        /** Permissions and time of a folder, to be set when nothing more comes into it. */
        FOLDER_FACTS(4);

        private static final Kind[] ALL = values();

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind of(int code) throws RefusedException {
            return ALL[Damaged.unless(code >= 1 && code <= ALL.length, code) - 1];
        }
    }

    public TreeEntry {
        boolean isFile = kind == Kind.FILE;
        if (isFile != (sha256 != null) || (kind == Kind.LINK) != (target != null)) {
            throw new IllegalArgumentException(kind + " with what belongs to another kind");
        }
        if (isFile && sha256.length != Sha256.BYTES || !isFile && facts.size() != 0) {
            throw new IllegalArgumentException(kind + " with a hash or a size that cannot be");
        }
        if (target != null && target.length > MAX_TARGET_BYTES) {
            throw new IllegalArgumentException("a target of " + target.length + " bytes");
        }
    }

    public static TreeEntry file(String name, FileFacts facts, byte[] sha256) {
        return new TreeEntry(Kind.FILE, name, facts, sha256, null);
    }

    /** @param name empty for the base itself */
    public static TreeEntry folder(String name, FileFacts facts) {
        return new TreeEntry(Kind.FOLDER, name, withoutSize(facts), null, null);
    }

    public static TreeEntry link(String name, FileFacts facts, byte[] target) {
        return new TreeEntry(Kind.LINK, name, withoutSize(facts), null, target);
    }

    /** @param name empty for the base itself */
    public static TreeEntry folderFacts(String name, FileFacts facts) {
        return new TreeEntry(Kind.FOLDER_FACTS, name, withoutSize(facts), null, null);
    }

    /** What a system says of a folder's size means nothing to another. */
    private static FileFacts withoutSize(FileFacts facts) {
        return new FileFacts(0, facts.mode(), facts.modifiedNanos());
    }

    /** Returns how many bytes it is on the wire. */
    public int length() {
        int behind = kind == Kind.FILE ? Sha256.BYTES : kind == Kind.LINK ? Short.BYTES + target.length : 0;
        return FIXED_BYTES + EntryName.encode(name).length + behind;
    }

    void write(ByteBuf out) {
        out.writeByte(kind.code);
        EntryName.write(out, name);
        facts.write(out);
        if (kind == Kind.FILE) {
            out.writeBytes(sha256);
        } else if (kind == Kind.LINK) {
            out.writeShort(target.length).writeBytes(target);
        }
    }

    static TreeEntry read(ByteBuf in) throws RefusedException {
        Kind kind = Kind.of(Damaged.bytes(in, 1).readUnsignedByte());
        String name = EntryName.read(in);
        FileFacts facts = FileFacts.read(Damaged.bytes(in, FileFacts.BYTES));
        Damaged.unless(facts != null && (kind == Kind.FILE || facts.size() == 0 && !facts.sparse()));
        return switch (kind) {
            case FILE -> file(name, facts, bytes(in, Sha256.BYTES));
            case LINK -> link(name, facts, target(in));
            case FOLDER, FOLDER_FACTS -> new TreeEntry(kind, name, facts, null, null);
        };
    }

    private static byte[] target(ByteBuf in) throws RefusedException {
        int length = Damaged.bytes(in, Short.BYTES).readUnsignedShort();
        Damaged.unless(length <= MAX_TARGET_BYTES);
        return bytes(in, length);
    }

    static byte[] bytes(ByteBuf in, int length) throws RefusedException {
        byte[] bytes = new byte[length];
        Damaged.bytes(in, length).readBytes(bytes);
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeEntry entry
                && kind == entry.kind
                && name.equals(entry.name)
                && facts.equals(entry.facts)
                && Arrays.equals(sha256, entry.sha256)
                && Arrays.equals(target, entry.target);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, facts);
    }
}
