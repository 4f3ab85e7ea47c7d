package paloma.transfer;

/** Decides whether to talk to a server by the key that it shows, before anything but a Hello is sent there. */
public interface ServerKeyCheck {
    /** Takes whatever key there is. */
    ServerKeyCheck ANY = key -> null;

    /**
     * Returns why not, as a sentence for people, or null to go on. Called on an event loop: without I/O.
     *
     * @param serverKey what the Cookie carries: that the server holds it is proved only by an Accept that opens
     */
    String refusal(byte[] serverKey);
}
