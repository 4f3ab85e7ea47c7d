package paloma.transfer.wire;

/** What an {@link Request} asks for. */
public enum Kind {
    PUT(1),
    GET(2),
    LIST(3);

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Returns null for a code that this version does not know. */
    static Kind of(int code) {
        return switch (code) {
            case 1 -> PUT;
            case 2 -> GET;
            case 3 -> LIST;
            default -> null;
        };
    }
}
