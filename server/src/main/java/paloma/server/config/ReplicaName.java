package paloma.server.config;

/** How a server is called among those that share a folder or a bus. */
final class ReplicaName {
    private ReplicaName() {}

    /** Returns null where it has no name. */
    static String of(Value value) {
        if (value.is(Setting.NONE)) {
            return null;
        }
        if (!PlainName.isPlain(value.text())) {
            throw value.wrong("is not a plain name", "write one that a file may have, such as server-b");
        }
        return value.text();
    }
}
