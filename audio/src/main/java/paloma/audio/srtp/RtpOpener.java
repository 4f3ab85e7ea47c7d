package paloma.audio.srtp;

import java.nio.ByteBuffer;

/**
 * Opens sealed RTP. An index that is sure is the only one that is tried; otherwise, with a stream that is new here, the first
 * round of the numbers, then what the sender's report tells, then one round after another.
 */
final class RtpOpener {
    private static final int SEQUENCE_AT = 2;
    private static final int SSRC_AT = 8;

    /** Rounds to try from the one that a report tells: it is a moment old, counts repeats with some, and began anywhere. */
    private static final int[] FROM_REPORT = {0, 1, 2, -1};

    private static final int TRIES_A_PACKET = 16;

    private final Transform transform;
    private final InboundStreams streams;
    private final RolloverSearch search;
    private final ByteBuffer sealed;
    private final byte[] text;
    private int clearBytes;
    private int length;
    private int ssrc;
    private int sequence;
    private long now;

    /**
     * @param sealed where each packet stands
     * @param text where what was opened is to stand
     */
    RtpOpener(Transform transform, InboundStreams streams, RolloverSearch search, byte[] sealed, byte[] text) {
        this.transform = transform;
        this.streams = streams;
        this.search = search;
        this.sealed = ByteBuffer.wrap(sealed);
        this.text = text;
    }

    /** Returns the length of the packet, or {@link SrtpOpener#REPLAYED} or {@link SrtpOpener#NOT_AUTHENTIC}. */
    int open(int headerBytes, int sealedBytes, long nowNanos) {
        clearBytes = headerBytes;
        length = sealedBytes;
        ssrc = sealed.getInt(SSRC_AT);
        sequence = Short.toUnsignedInt(sealed.getShort(SEQUENCE_AT));
        now = nowNanos;
        InboundStream stream = streams.get(ssrc);
        if (stream != null && stream.isSure(now)) {
            long index = PacketIndex.nearest(stream.rtp.highest(), sequence);
            return stream.rtp.isNew(index) ? open(index) : SrtpOpener.REPLAYED;
        }
        return stream == null ? openOfStranger() : openOfKnown(stream);
    }

    private int openOfStranger() {
        if (!search.take(now)) {
            return SrtpOpener.NOT_AUTHENTIC;
        }
        int end = open(PacketIndex.of(0, sequence));
        return end >= 0 ? end : searched(0);
    }

    private int openOfKnown(InboundStream stream) {
        long highest = stream.rtp.highest();
        long round = PacketIndex.rollovers(Math.max(0, highest));
        long nearest = PacketIndex.nearest(Math.max(0, highest), sequence);
        int end = nearest > highest ? open(nearest) : SrtpOpener.NOT_AUTHENTIC;
        for (int i = 0; end < 0 && stream.hasReported() && i < FROM_REPORT.length; i++) {
            long index = PacketIndex.of(stream.reportedRollovers() + FROM_REPORT[i], sequence);
            end = index > highest && index != nearest ? open(index) : end;
        }
        return end >= 0 ? end : searched(round);
    }

    /** Tries the rounds after that one, as many as a packet may cost. */
    private int searched(long round) {
        int end = SrtpOpener.NOT_AUTHENTIC;
        for (int i = 0; end < 0 && i < TRIES_A_PACKET && search.take(now); i++) {
            end = open(PacketIndex.of(round + search.next(), sequence));
        }
        return end;
    }

    private int open(long index) {
        if (index > PacketIndex.MAX) {
            return SrtpOpener.NOT_AUTHENTIC;
        }
        int end = transform.open(sealed.array(), clearBytes, length, ssrc, index, text);
        if (end >= 0) {
            streams.made(ssrc).heard(index, now);
        }
        return end;
    }
}
