package paloma.net;

/** What the rings of receive buffers tell about themselves. */
public final class ReceiveRing {
    private ReceiveRing() {}

    /** Returns how often, since the start, all slots of a ring were out and a buffer had to be allocated. */
    public static long misses() {
        return BufferRing.misses();
    }
}
