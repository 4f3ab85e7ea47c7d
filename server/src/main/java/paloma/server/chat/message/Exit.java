package paloma.server.chat.message;

/** Why somebody is not in a room any more. */
public enum Exit {
    LEFT,
    SILENT,
    UNREAD,
    REFUSED;

    int code() {
        return ordinal();
    }

    /** Returns null where there is none. */
    static Exit of(int code) {
        return code < values().length ? values()[code] : null;
    }
}
