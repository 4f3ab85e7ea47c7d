package paloma.transfer.congestion;

/** Decides how much may be on the way and how fast it leaves (RFC 9002, section 7). Passive; told the time. */
public interface CongestionControl {
    /** Called for each acknowledgement. */
    void onAck(AckSample sample);

    /** Called before the first acknowledgement with what the path is known to take at once. */
    void begin(int packets);

    /** Called before what follows when datagrams are larger or smaller from now on: windows and losses are counted in them. */
    void datagramBytes(int bytes);

    /** Called when nothing was heard for {@code probes} probe timeouts in a row. */
    void onSilence(int probes);

    /** Returns the most bytes that may be on the way, headers of the transfer included. */
    long windowBytes();

    /** Returns the rate at which packets leave, in bytes a second. */
    double pacingRate();

    /**
     * Returns the bytes a second that the path is known to deliver, so that sending may go on for a while when only
     * acknowledgements are late; 0 where nothing is known.
     */
    default double deliveryRate() {
        return 0;
    }

    /** Returns what the path carries, to be used by a later transfer; {@link SavedPath#UNKNOWN} where it was never full. */
    default SavedPath path() {
        return SavedPath.UNKNOWN;
    }

    /** Returns the controller that models the path, in the manner of BBR. */
    static CongestionControl model(int packetBytes) {
        return model(packetBytes, SavedPath.UNKNOWN);
    }

    /** Returns the same for a path that may be known. */
    static CongestionControl model(int packetBytes, SavedPath saved) {
        return new ModelControl(packetBytes, saved, Tuning.STANDARD);
    }

    /** Returns the controller that makes way for all others, in the manner of LEDBAT (RFC 6817). */
    static CongestionControl polite(int packetBytes) {
        return new PoliteControl(packetBytes);
    }

    /** Returns CUBIC (RFC 9438). */
    static CongestionControl cubic(int packetBytes) {
        return new CubicControl(packetBytes);
    }
}
