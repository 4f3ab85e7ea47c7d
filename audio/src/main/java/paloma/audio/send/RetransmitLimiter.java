package paloma.audio.send;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which packets are sent again: to each peer a third of the stream's at most, and a burst, and none twice for a
 * duplicate request. What one peer misses takes nothing from the others.
 */
final class RetransmitLimiter {
    /** Packets sent again, as a share of the stream's: a path that loses more is full, and repairs would fill it further. */
    private static final double SHARE = 0.36;

    /** Requests for one packet that come closer together are copies of one request. */
    private static final long SPACING_NANOS = 2_000_000;

    private static final int SLOTS = RtpPacketHistory.PACKETS;

    private final Map<InetSocketAddress, ToOne> peers = new HashMap<>();
    private long resent;
    private long refused;

    private static final class ToOne {
        private final TokenBucket tokenBucket;
        private final int[] sequences = new int[SLOTS];
        private final long[] times = new long[SLOTS];

        ToOne(double packetsASecond) {
            tokenBucket = new TokenBucket(packetsASecond);
            Arrays.fill(sequences, -1);
        }
    }

    RetransmitLimiter(List<InetSocketAddress> all, double packetsASecond) {
        all.forEach(peer -> peers.put(peer, new ToOne(SHARE * packetsASecond)));
    }

    /** Returns whether that packet may be sent again to that peer now, and counts it. */
    boolean lets(InetSocketAddress peer, int sequence, long now) {
        ToOne to = peers.get(peer);
        int at = sequence & SLOTS - 1;
        if (to.sequences[at] == sequence && now - to.times[at] < SPACING_NANOS) {
            return false;
        }
        if (!to.tokenBucket.take(now)) {
            refused++;
            return false;
        }
        to.sequences[at] = sequence;
        to.times[at] = now;
        resent++;
        return true;
    }

    /** Returns how many packets were sent again, to all peers together. */
    long resent() {
        return resent;
    }

    /** Returns how many were not, because their peer had had its share. */
    long refused() {
        return refused;
    }
}
