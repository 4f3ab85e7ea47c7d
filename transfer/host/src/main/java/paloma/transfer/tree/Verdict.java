package paloma.transfer.tree;

import java.util.ArrayList;
import java.util.List;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** What becomes of an entry; 4 bits in an answer, the first entry in the high half of the first byte. */
public enum Verdict {
    /** It is there as it is to be; of what was sent: it is on the device too. */
    SAME(null, ""),
    /** Its content is to be sent, or is sent here. */
    WANTED(null, ""),
    /** No content is missing: the entry alone is to be sent. */
    CHANGE(null, ""),
    EXISTS(Reason.EXISTS, " exists already; --force replaces it"),
    KIND(Reason.EXISTS, " cannot exist there: a folder is in its place, or part of its path is a file or a link"),
    NAME(Reason.NAME, " is a name that the other system cannot store"),
    PERMISSION(Reason.PERMISSION, ": permission denied"),
    NO_ROOM(Reason.DISK_FULL, ": there is no room for it"),
    LEADS_OUT(Reason.NAME, " is a link that leads out of the tree"),
    TOO_LARGE(Reason.TOO_LARGE, " is too large"),
    BUSY(Reason.BUSY, " is being sent by another transfer"),
    CHANGED(Reason.CHANGED_WHILE_READ, " changed while it was read; send it again"),
    DISK_ERROR(Reason.DISK_ERROR, ": the disk failed"),
    NOT_FOUND(Reason.NOT_FOUND, " is not there"),
    /** There was no room for it in this batch: to be asked for again. */
    LATER(Reason.OTHER, " did not fit into its batch"),
    SPECIAL(
            Reason.NOT_FOUND,
            " is no file with bytes that stay, but a device, a pipe, a socket or a view of the system");

    private static final Verdict[] ALL = values();

    private final Reason reason;
    private final String words;

    Verdict(Reason reason, String words) {
        this.reason = reason;
        this.words = words;
    }

    /** Returns the reason of what failed; null for those that go on. */
    public Reason reason() {
        return reason;
    }

    /** Returns what failed, for people; only where there is a reason. */
    public String sentence(String shownName) {
        if (reason == null) {
            throw new IllegalStateException(this + " is no failure");
        }
        return shownName + words;
    }

    /** Returns what is said in a batch of what would end a transfer of its own. */
    public static Verdict of(Reason reason) {
        return switch (reason) {
            case NAME -> NAME;
            case EXISTS -> EXISTS;
            case NOT_FOUND -> NOT_FOUND;
            case BUSY -> BUSY;
            case DISK_FULL, QUOTA -> NO_ROOM;
            case PERMISSION -> PERMISSION;
            case CHANGED_WHILE_READ -> CHANGED;
            case TOO_LARGE -> TOO_LARGE;
            default -> DISK_ERROR;
        };
    }

    int code() {
        return ordinal();
    }

    static Verdict of(int code) throws RefusedException {
        return ALL[Damaged.unless(code < ALL.length, code)];
    }

    /** Returns all in as few bytes as hold them; the last half byte of an odd count is 0. */
    public static byte[] pack(List<Verdict> verdicts) {
        byte[] bytes = new byte[packedBytes(verdicts.size())];
        for (int i = 0; i < verdicts.size(); i++) {
            bytes[i / 2] |= (byte) (verdicts.get(i).code() << (i % 2 == 0 ? 4 : 0));
        }
        return bytes;
    }

    /** @throws RefusedException where there are not as many */
    public static List<Verdict> unpack(byte[] bytes, int count) throws RefusedException {
        Damaged.unless(bytes.length == packedBytes(count));
        Damaged.unless(count % 2 == 0 || (bytes[count / 2] & 0xF) == 0);
        List<Verdict> verdicts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            verdicts.add(ALL[bytes[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xF]);
        }
        return verdicts;
    }

    private static int packedBytes(int count) {
        return (count + 1) / 2;
    }
}
