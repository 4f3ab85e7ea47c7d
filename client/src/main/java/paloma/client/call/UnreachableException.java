package paloma.client.call;

import java.io.IOException;
import java.io.Serial;

/** None of the addresses of a server answers; the message is a sentence for people that names them. */
public final class UnreachableException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    UnreachableException(String sentence) {
        super(sentence);
    }
}
