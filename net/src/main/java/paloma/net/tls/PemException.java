package paloma.net.tls;

/** A text holds no key or certificate that can be used. The message goes on behind a file's name: "holds no certificate". */
public final class PemException extends Exception {
    PemException(String what) {
        super(what);
    }

    PemException(String what, Throwable cause) {
        super(what, cause);
    }
}
