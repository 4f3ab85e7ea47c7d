package paloma.client.call;

import java.io.IOException;
import java.io.Serial;

/** Why a connection over TLS or DTLS is not one, or is one no more. */
public final class SecurityFailure extends IOException {
    /** Refused, and will be refused again. */
    private static final int REFUSED = 3;

    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;
    private final int exitCode;
    private final boolean isSentence;

    private SecurityFailure(String text, String reason, int exitCode, boolean isSentence) {
        super(text);
        this.reason = reason;
        this.exitCode = exitCode;
        this.isSentence = isSentence;
    }

    /**
     * The connection failed.
     *
     * @param text what follows the name of the server in a sentence, without a full stop
     * @param reason the same in a few words
     */
    public static SecurityFailure broken(String text, String reason) {
        return new SecurityFailure(text, reason, 1, false);
    }

    /** The server refuses this client; {@code text} and {@code reason} as above. */
    public static SecurityFailure unwelcome(String text, String reason) {
        return new SecurityFailure(text, reason, REFUSED, false);
    }

    /** The server is not who it must be: {@code sentence} names it, and lacks only the full stop. */
    public static SecurityFailure untrusted(String sentence) {
        return new SecurityFailure("Nothing was sent: " + sentence, "not trusted", REFUSED, true);
    }

    /** Returns whether somebody may be between us and the server, so that no other address of it is tried. */
    public boolean isUntrusted() {
        return isSentence;
    }

    int exitCode() {
        return exitCode;
    }

    String reason() {
        return reason;
    }

    String sentence(Target target) {
        return (isSentence ? "" : target + " ") + getMessage() + ".";
    }
}
