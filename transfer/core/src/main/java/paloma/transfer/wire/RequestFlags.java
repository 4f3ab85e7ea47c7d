package paloma.transfer.wire;

/**
 * What a {@link Request} asks for beside its kind.
 *
 * @param force replaces what is there
 * @param recursive lists what is below the folder too
 * @param follow follows links that stay in the server's root
 * @param noSync does not wait until the device has what was written
 * @param asOpened sends a file that grows meanwhile as long as it was when it was opened
 * @param gentle begins with few packets: the path is thin
 * @param polite sends only what nobody else on the path wants; travels as an extension, for older servers refuse flags that they
 *     do not know
 */
public record RequestFlags(
        boolean force,
        boolean recursive,
        boolean follow,
        boolean noSync,
        boolean asOpened,
        boolean gentle,
        boolean polite) {
    public static final RequestFlags NONE = new RequestFlags(false, false, false, false, false, false, false);

    private static final int FORCE = 1;
    private static final int RECURSIVE = 2;
    private static final int FOLLOW = 4;
    private static final int NO_SYNC = 8;
    private static final int AS_OPENED = 16;
    private static final int GENTLE = 32;
    private static final int ALL = FORCE | RECURSIVE | FOLLOW | NO_SYNC | AS_OPENED | GENTLE;

    public RequestFlags withForce(boolean wanted) {
        return new RequestFlags(wanted, recursive, follow, noSync, asOpened, gentle, polite);
    }

    public RequestFlags withRecursive(boolean wanted) {
        return new RequestFlags(force, wanted, follow, noSync, asOpened, gentle, polite);
    }

    public RequestFlags withFollow(boolean wanted) {
        return new RequestFlags(force, recursive, wanted, noSync, asOpened, gentle, polite);
    }

    public RequestFlags withNoSync(boolean wanted) {
        return new RequestFlags(force, recursive, follow, wanted, asOpened, gentle, polite);
    }

    public RequestFlags withAsOpened(boolean wanted) {
        return new RequestFlags(force, recursive, follow, noSync, wanted, gentle, polite);
    }

    public RequestFlags withGentle(boolean wanted) {
        return new RequestFlags(force, recursive, follow, noSync, asOpened, wanted, polite);
    }

    public RequestFlags withPolite(boolean wanted) {
        return new RequestFlags(force, recursive, follow, noSync, asOpened, gentle, wanted);
    }

    int bits() {
        return bit(FORCE, force)
                | bit(RECURSIVE, recursive)
                | bit(FOLLOW, follow)
                | bit(NO_SYNC, noSync)
                | bit(AS_OPENED, asOpened)
                | bit(GENTLE, gentle);
    }

    /** Returns null where a bit is set that has no meaning. */
    static RequestFlags of(int bits) {
        return (bits & ~ALL) != 0
                ? null
                : new RequestFlags(
                        (bits & FORCE) != 0,
                        (bits & RECURSIVE) != 0,
                        (bits & FOLLOW) != 0,
                        (bits & NO_SYNC) != 0,
                        (bits & AS_OPENED) != 0,
                        (bits & GENTLE) != 0,
                        false);
    }

    private static int bit(int bit, boolean set) {
        return set ? bit : 0;
    }
}
