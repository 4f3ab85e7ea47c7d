package paloma.audio.rtp;

import java.security.SecureRandom;
import java.util.Base64;

/** A name for one session that says nothing of the machine or the person behind it (RFC 7022, 4.2). */
public final class Cname {
    private static final int RANDOM_BYTES = 12;

    /** No name from {@link #random} begins so: Base64 has no hyphen. */
    private static final String REPAIRING = "paloma-";

    private Cname() {}

    /** Returns sixteen characters, from 96 bits that nobody can guess. */
    public static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns a name by which receivers recognize a sender that answers requests, and senders a receiver that makes them. */
    public static String randomOfRepairing() {
        return REPAIRING + random();
    }

    /** Returns whether the owner of this name repairs losses, as our programs do. */
    public static boolean isOfRepairing(String cname) {
        return cname.startsWith(REPAIRING);
    }
}
