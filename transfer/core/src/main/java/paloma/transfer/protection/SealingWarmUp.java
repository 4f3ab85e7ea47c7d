package paloma.transfer.protection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Wire;

/**
 * Seals what nobody gets, under keys that nobody has, so that a JVM that has just started has loaded and compiled what the
 * first connection needs: its first handshake takes some 70 ms otherwise.
 */
public final class SealingWarmUp {
    /** As small as they can be: it is the calls that count, not the bytes. */
    private static final int PACKET_BYTES = 64;

    private SealingWarmUp() {}

    /** Runs whole handshakes, both sides of each. */
    public static void handshakes(int count) {
        byte[] prologue = new byte[Wire.SAFE_BYTES];
        byte[] psk = new byte[HandshakeState.PSK_BYTES];
        for (int i = 0; i < count; i++) {
            X25519.KeyPair server = X25519.KeyPair.random();
            HandshakeState initiator =
                    HandshakeState.initiator(prologue, psk, server.publicKey(), X25519.KeyPair.random());
            HandshakeState responder = HandshakeState.responder(prologue, psk, server, X25519.KeyPair.random());
            responder.readMessage(initiator.writeMessage(new byte[PACKET_BYTES]));
            initiator.readMessage(responder.writeMessage(new byte[PACKET_BYTES]));
            initiator.split();
        }
    }

    /** Seals and opens packets. */
    public static void packets(int count) {
        byte[] key = new byte[X25519.BYTES];
        new SecureRandom().nextBytes(key);
        PacketSealer sealer = new PacketSealer(0);
        sealer.established(key);
        PacketOpener opener = new PacketOpener(0, key, null);
        ByteBuf out = Unpooled.directBuffer(PACKET_BYTES);
        try {
            for (int i = 0; i < count; i++) {
                sealer.seal(Probe.ofPacket(PACKET_BYTES), out.clear());
                opener.open(out);
            }
        } finally {
            out.release();
        }
    }
}
