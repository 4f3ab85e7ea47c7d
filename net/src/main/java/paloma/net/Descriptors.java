package paloma.net;

/** What a process has a limited number of: a file or a socket that is open takes one. */
public final class Descriptors {
    /** EMFILE and ENFILE in the words of strerror(3), with which the JDK tells of them. */
    private static final String TOO_MANY = "Too many open files";

    private Descriptors() {}

    /** Returns whether something could not be opened because the process, or the system, has no descriptor left. */
    public static boolean areOut(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (String.valueOf(each.getMessage()).contains(TOO_MANY)) {
                return true;
            }
        }
        return false;
    }
}
