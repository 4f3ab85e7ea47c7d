package paloma.client.files;

/** The failures of one run: the first of them, and the exit code of all together. */
final class Failures {
    private Outcome first;
    private int code;

    /** @param leftOut how much was left out before: that is no failure, and not all is done either */
    Failures(int leftOut) {
        code = leftOut == 0 ? Exit.OK : Exit.FAILED;
    }

    void add(Outcome failure) {
        first = first == null && !failure.isLeftOut() ? failure : first;
        code = Exit.together(code, Exit.of(failure));
    }

    /** Returns null if there is none but for what was left out. */
    Outcome first() {
        return first;
    }

    int code() {
        return code;
    }
}
