package paloma.server.files;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import paloma.transfer.wire.PathChallenge;
import paloma.transfer.wire.PathResponse;

/**
 * Whether a client is at a new address, from which a packet of its connection has come (RFC 9000, section 8.2): anybody
 * on the path can send a packet on from where he likes.
 */
final class PathValidation {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int AMPLIFICATION = 3; // RFC 9000, section 8
    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final InetSocketAddress address;
    private final InetSocketAddress asked;
    private final long data = RANDOM.nextLong();
    private long earnedBytes;
    private long dueNanos;

    /** @param asked the address of ours that it speaks to now */
    PathValidation(InetSocketAddress address, InetSocketAddress asked, long nowNanos) {
        this.address = address;
        this.asked = asked;
        this.dueNanos = nowNanos;
    }

    InetSocketAddress address() {
        return address;
    }

    InetSocketAddress asked() {
        return asked;
    }

    /** Called with the length of each packet that came from there and was authentic. */
    void came(int bytes) {
        earnedBytes += (long) AMPLIFICATION * bytes;
    }

    boolean isAnsweredBy(PathResponse response) {
        return response.data() == data;
    }

    /** Returns what to send there now in a datagram of so many bytes, or null. */
    PathChallenge challenge(int bytes, long nowNanos) {
        if (nowNanos - dueNanos < 0 || earnedBytes < bytes) {
            return null;
        }
        earnedBytes -= bytes;
        dueNanos = nowNanos + REPEAT_NANOS;
        return new PathChallenge(data);
    }
}
