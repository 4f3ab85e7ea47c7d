package paloma.client.files;

/** The failures of one run: how many, the first of them, and the exit code of all together. */
final class Failures {
    private Outcome first;
    private int count;
    private int code = Exit.OK;

    void add(Outcome failure) {
        count++;
        first = first == null ? failure : first;
        code = Exit.together(code, Exit.of(failure));
    }

    int count() {
        return count;
    }

    /** Returns null if there is none. */
    Outcome first() {
        return first;
    }

    int code() {
        return code;
    }
}
