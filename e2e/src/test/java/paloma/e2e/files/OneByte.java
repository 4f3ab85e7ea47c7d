package paloma.e2e.files;

import java.util.concurrent.atomic.AtomicBoolean;

/** Changes one byte of the first datagram of a type, once. */
final class OneByte implements Proxy.Fault {
    private final int type;
    private final int at;
    private final int change;
    private final boolean isRace;
    private final AtomicBoolean done = new AtomicBoolean();

    /**
     * @param type first byte of the datagram
     * @param at which byte
     * @param change bits to turn
     * @param isRace whether the true datagram arrives behind the changed one
     */
    OneByte(int type, int at, int change, boolean isRace) {
        this.type = type;
        this.at = at;
        this.change = change;
        this.isRace = isRace;
    }

    /** Returns whether there was something to change. */
    boolean isDone() {
        return done.get();
    }

    @Override
    public void pass(Proxy.Way way, byte[] datagram, Proxy.Path path) {
        boolean isIt = datagram.length > at && datagram[0] == type && done.compareAndSet(false, true);
        if (isIt) {
            byte[] changed = datagram.clone();
            changed[at] ^= (byte) change;
            path.send(way, changed);
        }
        if (!isIt || isRace) {
            path.send(way, datagram);
        }
    }
}
