package paloma.audio.send;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import paloma.audio.rtp.ParityMaker;

/** The parity of a sender's packets: a row begins when somebody needs it. On the event loop. */
final class Protection {
    private final Fec fec;
    private final ParityChoice choice;
    private final ParityMaker maker;
    private long sent;

    /**
     * @param mostBytes of the longest packet
     * @param ssrc of the packets
     */
    Protection(Fec fec, int mostBytes, int ssrc) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        this.fec = fec;
        this.choice = new ParityChoice(fec);
        this.maker =
                new ParityMaker(mostBytes, ssrc ^ (1 + random.nextInt(Integer.MAX_VALUE)), random.nextInt(1 << 16));
    }

    ParityChoice choice() {
        return choice;
    }

    /** Called with each packet that leaves. */
    void add(ByteBuf packet, long now) {
        if (isOn(now)) {
            maker.add(packet);
        }
    }

    /** Returns whether packets are part of a row. */
    boolean isOn(long now) {
        return maker.columns() > 0 || choice.isOn(now);
    }

    /** Returns whether a row is complete: its parity leaves before the next packet. */
    boolean isDue() {
        return maker.columns() > 0 && maker.columns() == fec.columns();
    }

    /** Writes the parity of the row. */
    void write(ByteBuf out) {
        maker.write(out);
        sent++;
    }

    boolean isFor(InetSocketAddress peer, long now) {
        return choice.isFor(peer, now);
    }

    /** Returns how many packets of parity have left. */
    long sent() {
        return sent;
    }
}
