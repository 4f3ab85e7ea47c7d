package paloma.transfer.protection;

import paloma.transfer.noise.HandshakeState;

/**
 * The keys that a handshake gave.
 *
 * @param early of what the client sends before it has the second message
 * @param client of what the client sends after that
 * @param server of what the server sends
 */
public record ConnectionKeys(byte[] early, byte[] client, byte[] server) {
    /**
     * Returns the key for early packets, after the first message: that of the one-way pattern N, which begins as NK does
     * (Noise, section 7.4).
     */
    public static byte[] early(HandshakeState afterFirst) {
        return afterFirst.split()[0];
    }

    /** Returns all of them, after the second message. */
    public static ConnectionKeys of(byte[] early, HandshakeState afterSecond) {
        byte[][] keys = afterSecond.split();
        return new ConnectionKeys(early, keys[0], keys[1]);
    }
}
