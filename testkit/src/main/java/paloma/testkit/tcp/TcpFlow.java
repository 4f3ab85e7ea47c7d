package paloma.testkit.tcp;

import paloma.testkit.SimulatedLink;

/**
 * A TCP connection that always has something to send, over two links in memory: SACK (RFC 6675), RACK (RFC 8985), PRR (RFC 9937)
 * and retransmission timeouts (RFC 6298). It is not paced. It has been compared with Linux: docs/performance.md.
 */
public final class TcpFlow {
    private static final int SEGMENT_BYTES = 1_448;
    private static final int PAYLOAD_BYTES =
            1_472; // a packet of 1,500 bytes, less what the link takes for the headers of UDP
    private static final int ACK_BYTES = 36;
    private static final long INITIAL_TIMEOUT_NANOS = 1_000_000_000;
    private static final long LEAST_TIMEOUT_NANOS = 200_000_000; // that of Linux
    private static final int MAX_BACKOFF = 6;

    private final SimulatedLink there;
    private final SimulatedLink back;
    private final CongestionWindow window;
    private final long startNanos;
    private final Scoreboard board = new Scoreboard();
    private final TcpReceiver receiver = new TcpReceiver();
    private final RateReduction reduction = new RateReduction();
    private final byte[] segmentBytes = new byte[PAYLOAD_BYTES];
    private final byte[] ackBytes = new byte[ACK_BYTES];
    private long now;
    private long recoveryEnd;
    private boolean recovering;
    private boolean afterTimeout;
    private double smoothedRtt;
    private double deviation;
    private long heardNanos;
    private int backoff;

    private TcpFlow(CongestionWindow window, SimulatedLink there, SimulatedLink back, long startNanos) {
        this.window = window;
        this.there = there;
        this.back = back;
        this.startNanos = startNanos;
        this.heardNanos = startNanos;
    }

    /** @param hyStart whether slow start ends when a queue builds (RFC 9406) */
    public static TcpFlow cubic(boolean hyStart, SimulatedLink there, SimulatedLink back, long startNanos) {
        return new TcpFlow(new CubicWindow(hyStart), there, back, startNanos);
    }

    public static TcpFlow reno(SimulatedLink there, SimulatedLink back, long startNanos) {
        return new TcpFlow(new RenoWindow(), there, back, startNanos);
    }

    /** Returns the bytes that have arrived in order. */
    public long receivedBytes() {
        return receiver.next() * SEGMENT_BYTES;
    }

    /** Returns the congestion window in segments. */
    public double window() {
        return window.segments();
    }

    /** Called with the time at which the links deliver what is due. */
    public void at(long nanos) {
        now = nanos;
    }

    /** Returns when {@link #runAt} is due at the latest. */
    public long nextNanos() {
        return now < startNanos ? startNanos : canSend() ? now : timeoutNanos();
    }

    public void runAt(long nanos) {
        now = nanos;
        if (now < startNanos) {
            return;
        }
        if (board.inFlight() > 0 && now >= timeoutNanos()) {
            onTimeout();
        }
        while (canSend()) {
            send();
        }
    }

    private boolean canSend() {
        return board.inFlight() + 1 <= Math.max(1, window.segments()) && !board.isFull();
    }

    private void send() {
        if (board.inFlight() == 0) {
            heardNanos = now;
        }
        long segment = board.send();
        long transmission = board.transmission();
        long sent = now;
        reduction.sent();
        there.send(segmentBytes, now, bytes -> arrived(segment, transmission, sent));
    }

    private void arrived(long segment, long transmission, long sent) {
        receiver.take(segment);
        long next = receiver.next();
        long low = receiver.low();
        long high = receiver.high();
        back.send(ackBytes, now, bytes -> onAck(next, low, high, transmission, segment, sent));
    }

    private void onAck(long next, long low, long high, long transmission, long segment, long sent) {
        int delivered = board.acknowledge(next, low, high, transmission);
        int lost = board.detectLosses(recovering);
        sampleRtt(now - sent);
        if (delivered > 0) {
            heardNanos = now;
            backoff = 0;
        }
        if (recovering && next >= recoveryEnd) {
            endRecovery();
        }
        if (!recovering && lost > 0) {
            beginRecovery(lost);
        }
        if (recovering && !afterTimeout) {
            window.set(reduction.window(delivered, board.inFlight(), lost > 0));
        } else {
            window.onAck(delivered, segment, board.next(), now - sent, now);
        }
    }

    private void beginRecovery(int lost) {
        recovering = true;
        recoveryEnd = board.next();
        reduction.begin(window.onLoss(), board.inFlight() + lost);
    }

    private void endRecovery() {
        if (!afterTimeout) {
            window.set(reduction.threshold());
        }
        recovering = false;
        afterTimeout = false;
    }

    private void onTimeout() {
        board.loseAll();
        if (backoff == 0) {
            window.onTimeout();
        }
        window.set(1); // and the threshold stays, where the timeout is that of a repetition (RFC 5681, section 3.1)
        recovering = true;
        afterTimeout = true;
        recoveryEnd = board.next();
        heardNanos = now;
        backoff = Math.min(backoff + 1, MAX_BACKOFF);
    }

    private long timeoutNanos() {
        double timeout =
                smoothedRtt == 0 ? INITIAL_TIMEOUT_NANOS : smoothedRtt + Math.max(LEAST_TIMEOUT_NANOS, 4 * deviation);
        return heardNanos + ((long) timeout << backoff);
    }

    private void sampleRtt(long rtt) {
        if (smoothedRtt == 0) {
            smoothedRtt = rtt;
            deviation = rtt / 2.0;
        }
        deviation += (Math.abs(rtt - smoothedRtt) - deviation) / 4;
        smoothedRtt += (rtt - smoothedRtt) / 8;
    }
}
