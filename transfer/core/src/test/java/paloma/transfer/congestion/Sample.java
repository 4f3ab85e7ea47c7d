package paloma.transfer.congestion;

import paloma.transfer.wire.DatagramSizes;

/** Builds an {@link AckSample}: one packet that took 50 ms and was the window's to send, but for what a test says. */
final class Sample {
    static final int PACKET = DatagramSizes.ETHERNET_BYTES;
    static final long MILLI = 1_000_000;

    private long nowNanos = 50 * MILLI;
    private int packets = 1;
    private int lostPackets;
    private double rttMillis = 50;
    private long deliveredBytes = PACKET;
    private long deliveredAtSendBytes;
    private long sentNanos;
    private long arrivalMicros;
    private long inFlightBytes;
    private boolean reordered;
    private boolean appLimited;

    Sample at(double millis) {
        nowNanos = (long) (millis * MILLI);
        return this;
    }

    Sample packets(int count) {
        packets = count;
        return this;
    }

    /** Each on its own, as many events. */
    Sample lost(int count) {
        lostPackets = count;
        return this;
    }

    Sample rtt(double millis) {
        rttMillis = millis;
        return this;
    }

    Sample delivered(long bytes) {
        deliveredBytes = bytes;
        return this;
    }

    Sample deliveredAtSend(long bytes) {
        deliveredAtSendBytes = bytes;
        return this;
    }

    Sample sent(double millis) {
        sentNanos = (long) (millis * MILLI);
        return this;
    }

    Sample arrived(double millis) {
        arrivalMicros = (long) (millis * 1_000);
        return this;
    }

    Sample inFlight(long bytes) {
        inFlightBytes = bytes;
        return this;
    }

    Sample reordered() {
        reordered = true;
        return this;
    }

    Sample appLimited() {
        appLimited = true;
        return this;
    }

    AckSample build() {
        long rttNanos = (long) (rttMillis * MILLI);
        return new AckSample(
                nowNanos,
                packets * PACKET,
                lostPackets * PACKET,
                lostPackets,
                packets,
                packets * rttNanos,
                packets,
                rttNanos,
                deliveredBytes,
                deliveredAtSendBytes,
                sentNanos,
                arrivalMicros,
                inFlightBytes,
                reordered,
                appLimited);
    }
}
