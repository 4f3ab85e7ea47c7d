package paloma.transfer.noise;

import java.util.Arrays;
import java.util.List;

/**
 * One side of a handshake (section 5.3) in the pattern NK, or NKpsk0 where there is a pre-shared key (sections 7.5, 9):
 *
 * <pre>
 *   &lt;- s
 *   ...
 *   -&gt; [psk,] e, es
 *   &lt;- e, ee
 * </pre>
 *
 * Its methods are called once each, in this order; the messages are bytes of any origin.
 */
public final class HandshakeState {
    /** How much longer a message is than its payload. */
    public static final int OVERHEAD_BYTES = X25519.BYTES + AesGcm.TAG_BYTES;

    public static final int PSK_BYTES = 32;

    private enum Token {
        PSK,
        E,
        ES,
        EE
    }

    private static final List<Token> SECOND = List.of(Token.E, Token.EE);

    private final SymmetricState symmetric;
    private final boolean initiator;
    private final byte[] psk;
    private final X25519.KeyPair s;
    private final X25519.KeyPair e;
    private final byte[] rs;
    private byte[] re;
    private boolean first = true;

    private HandshakeState(
            SymmetricState symmetric, boolean initiator, byte[] psk, X25519.KeyPair s, X25519.KeyPair e, byte[] rs) {
        this.symmetric = symmetric;
        this.initiator = initiator;
        this.psk = psk;
        this.s = s;
        this.e = e;
        this.rs = rs;
    }

    private HandshakeState(
            boolean initiator, byte[] prologue, byte[] psk, X25519.KeyPair s, X25519.KeyPair e, byte[] rs) {
        this(
                new SymmetricState(psk == null ? "Noise_NK_25519_AESGCM_SHA256" : "Noise_NKpsk0_25519_AESGCM_SHA256"),
                initiator,
                psk,
                s,
                e,
                rs);
        symmetric.mixHash(prologue);
        symmetric.mixHash(initiator ? rs : s.publicKey());
    }

    /**
     * @param psk {@value #PSK_BYTES} bytes, or null
     * @param serverKey the responder's static public key
     * @param ephemeral used for this handshake and never again
     */
    public static HandshakeState initiator(byte[] prologue, byte[] psk, byte[] serverKey, X25519.KeyPair ephemeral) {
        return new HandshakeState(true, prologue, psk, null, ephemeral, serverKey);
    }

    /**
     * @param psk {@value #PSK_BYTES} bytes, or null
     * @param ephemeral used for this handshake and never again
     */
    public static HandshakeState responder(
            byte[] prologue, byte[] psk, X25519.KeyPair staticKey, X25519.KeyPair ephemeral) {
        return new HandshakeState(false, prologue, psk, staticKey, ephemeral, null);
    }

    /** Returns one that goes on from here by itself: a message that turns out to be forged then costs only the copy. */
    public HandshakeState copy() {
        HandshakeState copy = new HandshakeState(symmetric.copy(), initiator, psk, s, e, rs);
        copy.re = re;
        copy.first = first;
        return copy;
    }

    /** Returns null where the key of the other side is a point of low order. */
    public byte[] writeMessage(byte[] payload) {
        for (Token token : nextTokens()) {
            if (token == Token.E) {
                mixEphemeral(e.publicKey());
            } else if (!mix(token)) {
                return null;
            }
        }
        byte[] sealed = symmetric.encryptAndHash(payload);
        byte[] message = Arrays.copyOf(e.publicKey(), X25519.BYTES + sealed.length);
        System.arraycopy(sealed, 0, message, X25519.BYTES, sealed.length);
        return message;
    }

    /** Returns the payload, or null where the message is not authentic: this handshake has failed then. */
    public byte[] readMessage(byte[] message) {
        if (message.length < OVERHEAD_BYTES) {
            return null;
        }
        for (Token token : nextTokens()) {
            if (token == Token.E) {
                re = Arrays.copyOf(message, X25519.BYTES);
                mixEphemeral(re);
            } else if (!mix(token)) {
                return null;
            }
        }
        return symmetric.decryptAndHash(Arrays.copyOfRange(message, X25519.BYTES, message.length));
    }

    /** Returns the keys for what follows the last message: the initiator's, and the responder's. */
    public byte[][] split() {
        return symmetric.split();
    }

    /** Returns what tells this handshake from all others (section 11.2). */
    public byte[] handshakeHash() {
        return symmetric.hash();
    }

    private List<Token> nextTokens() {
        boolean isFirst = first;
        first = false;
        if (!isFirst) {
            return SECOND;
        }
        return psk == null ? List.of(Token.E, Token.ES) : List.of(Token.PSK, Token.E, Token.ES);
    }

    private void mixEphemeral(byte[] publicKey) {
        symmetric.mixHash(publicKey);
        if (psk != null) {
            symmetric.mixKey(publicKey);
        }
    }

    private boolean mix(Token token) {
        if (token == Token.PSK) {
            symmetric.mixKeyAndHash(psk);
            return true;
        }
        byte[] shared = agree(token);
        if (shared != null) {
            symmetric.mixKey(shared);
        }
        return shared != null;
    }

    private byte[] agree(Token token) {
        if (token == Token.EE) {
            return X25519.agree(e.privateKey(), re);
        }
        return initiator ? X25519.agree(e.privateKey(), rs) : X25519.agree(s.privateKey(), re);
    }
}
