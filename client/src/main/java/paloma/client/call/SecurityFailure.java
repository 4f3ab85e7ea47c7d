package paloma.client.call;

import java.io.IOException;
import java.io.Serial;

/** Why a connection over TLS or DTLS is not one, or is one no more. */
public final class SecurityFailure extends IOException {
    /** What went wrong. */
    private enum Kind {
        BROKEN,
        CUT,
        UNWELCOME,
        UNTRUSTED
    }

    /** Refused, and will be refused again. */
    private static final int REFUSED = 3;

    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String reason;

    private SecurityFailure(Kind kind, String text, String reason) {
        super(text);
        this.kind = kind;
        this.reason = reason;
    }

    /**
     * The connection failed.
     *
     * @param text what follows the name of the server in a sentence, without a full stop
     * @param reason the same in a few words
     */
    public static SecurityFailure broken(String text, String reason) {
        return new SecurityFailure(Kind.BROKEN, text, reason);
    }

    /** A stream ended as anybody on the way can end it. */
    public static SecurityFailure cut() {
        return new SecurityFailure(
                Kind.CUT,
                "broke the connection off without the end that TLS seals: what came may be only a part",
                "broke the connection off");
    }

    /** The server refuses this client; {@code text} and {@code reason} as above. */
    public static SecurityFailure unwelcome(String text, String reason) {
        return new SecurityFailure(Kind.UNWELCOME, text, reason);
    }

    /** The server is not who it must be: {@code sentence} names it, and lacks only the full stop. */
    public static SecurityFailure untrusted(String sentence) {
        return new SecurityFailure(Kind.UNTRUSTED, "Nothing was sent: " + sentence, "not trusted");
    }

    /** Returns whether somebody may be between us and the server, so that no other address of it is tried. */
    public boolean isUntrusted() {
        return kind == Kind.UNTRUSTED;
    }

    /** Returns whether all may be well for whoever waits for nothing. */
    boolean isCut() {
        return kind == Kind.CUT;
    }

    int exitCode() {
        return kind == Kind.UNWELCOME || kind == Kind.UNTRUSTED ? REFUSED : 1;
    }

    String reason() {
        return reason;
    }

    String sentence(Target target) {
        return (kind == Kind.UNTRUSTED ? "" : target + " ") + getMessage() + ".";
    }
}
