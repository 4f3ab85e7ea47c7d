package paloma.transfer.wire;

/** Why a transfer ended without its file. */
public enum Reason {
    /** A reason that has no number here; the text says it. Stands for every code that is not known, too. */
    OTHER(0),
    /** The cookie is too old or was used: take a new one and open again. */
    STALE_COOKIE(1),
    TOKEN(2),
    NAME(3),
    EXISTS(4),
    NOT_FOUND(5),
    BUSY(6),
    DISK_FULL(7),
    QUOTA(8),
    PERMISSION(9),
    DISK_ERROR(10),
    /** The answer, without text, to a message of a transfer that is not or no longer known: open it again. */
    UNKNOWN_TRANSFER(11),
    CHANGED_WHILE_READ(12),
    TOO_LARGE(13),
    STOPPED(14),
    PROTOCOL(15),
    /** Another transfer of the same file has taken this one's place. */
    TAKEN_OVER(16),
    /** The other side knows nothing of what was asked for: it is older. */
    UNSUPPORTED(17),
    /** Never sent: the server's key is not the one that is expected. */
    SERVER_KEY(18);

    private static final Reason[] OF_CODE = values();

    private final int code;

    Reason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static Reason of(int code) {
        return code <= UNSUPPORTED.code ? OF_CODE[code] : OTHER;
    }
}
