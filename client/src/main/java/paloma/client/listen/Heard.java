package paloma.client.listen;

import java.net.SocketAddress;

/**
 * A message that was received.
 *
 * @param head its first bytes, at most {@value #HEAD_BYTES}, which are shown
 */
record Heard(long millis, SocketAddress source, int length, byte[] head) {
    /** A terminal's screen holds about 2,000 characters. */
    static final int HEAD_BYTES = 1_024;
}
