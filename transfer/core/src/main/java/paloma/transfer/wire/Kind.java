package paloma.transfer.wire;

/** What an {@link Request} asks for. */
public enum Kind {
    PUT(1),
    GET(2),
    LIST(3),
    /** Goes to the server: what a client has of a tree. The answer says what of that the server wants. */
    OFFER(4),
    /** Goes to the server: small files, folders and links of a tree. */
    PACK(5),
    /** Goes to the server: the names of small files that the client wants, for a {@link #FETCH} to come. */
    WANT(6),
    /** Comes from the server: what was wanted. */
    FETCH(7);

    private static final Kind[] ALL = values();

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Returns whether it is about many files at once, in one chunk of memory. */
    public boolean isBatch() {
        return this == OFFER || this == PACK || this == WANT || this == FETCH;
    }

    /** Returns whether it is the server who sends a content. */
    public boolean comesBack() {
        return this == GET || this == LIST || this == FETCH;
    }

    /** Returns null for a code that this version does not know. */
    static Kind of(int code) {
        return code < 1 || code > ALL.length ? null : ALL[code - 1];
    }
}
