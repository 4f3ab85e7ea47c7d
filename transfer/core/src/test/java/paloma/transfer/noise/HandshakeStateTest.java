package paloma.transfer.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeStateTest {
    private static final HexFormat HEX = HexFormat.of();

    /** One conversation: the two messages of the handshake, then transport messages in turns. */
    record Vector(
            String name,
            byte[] prologue,
            byte[] psk,
            byte[] initiatorEphemeral,
            byte[] responderStatic,
            byte[] responderPublic,
            byte[] responderEphemeral,
            String hash,
            List<String[]> messages) {
        static Vector parse(String line) {
            String[] fields = line.split("\\|", -1);
            return new Vector(
                    fields[0] + " " + fields[1],
                    HEX.parseHex(fields[2]),
                    fields[3].isEmpty() ? null : HEX.parseHex(fields[3]),
                    HEX.parseHex(fields[4]),
                    HEX.parseHex(fields[5]),
                    fields[6].isEmpty()
                            ? X25519.KeyPair.of(HEX.parseHex(fields[5])).publicKey()
                            : HEX.parseHex(fields[6]),
                    HEX.parseHex(fields[7]),
                    fields[8],
                    Arrays.stream(fields[9].split(","))
                            .map(pair -> pair.split(":", -1))
                            .toList());
        }

        HandshakeState initiator() {
            return HandshakeState.initiator(prologue, psk, responderPublic, X25519.KeyPair.of(initiatorEphemeral));
        }

        HandshakeState responder() {
            return HandshakeState.responder(
                    prologue, psk, X25519.KeyPair.of(responderStatic), X25519.KeyPair.of(responderEphemeral));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Our own vectors, and the public ones where they lie beside the checkout. */
    static Stream<Vector> vectors() {
        try {
            List<String> lines =
                    new ArrayList<>(lines(Path.of("src/test/resources/paloma/transfer/noise/vectors.txt")));
            Path shared = beside(Path.of("").toAbsolutePath());
            if (shared != null) {
                lines.addAll(lines(shared));
            }
            return lines.stream().map(Vector::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains("|"))
                .toList();
    }

    private static Path beside(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            Path vectors = at.resolve("shared/noise/vectors.txt");
            if (Files.exists(vectors)) {
                return vectors;
            }
        }
        return null;
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writesAndReadsTheVectorsByteForByte(Vector vector) {
        HandshakeState initiator = vector.initiator();
        HandshakeState responder = vector.responder();
        assertThat(X25519.KeyPair.of(vector.responderStatic).publicKey()).isEqualTo(vector.responderPublic);

        check(initiator, responder, vector.messages.get(0));
        check(responder, initiator, vector.messages.get(1));

        assertThat(initiator.handshakeHash()).isEqualTo(responder.handshakeHash());
        if (!vector.hash.isEmpty()) {
            assertThat(HEX.formatHex(initiator.handshakeHash())).isEqualTo(vector.hash);
        }
        checkTransport(vector, initiator.split());
        checkTransport(vector, responder.split());
    }

    private static void check(HandshakeState from, HandshakeState to, String[] message) {
        byte[] written = from.writeMessage(HEX.parseHex(message[0]));
        assertThat(HEX.formatHex(written)).isEqualTo(message[1]);
        assertThat(HEX.formatHex(to.readMessage(written))).isEqualTo(message[0]);
    }

    private static void checkTransport(Vector vector, byte[][] keys) {
        AesGcm[] ciphers = {new AesGcm(keys[0]), new AesGcm(keys[1])};
        for (int i = 2; i < vector.messages.size(); i++) {
            String[] message = vector.messages.get(i);
            byte[] payload = HEX.parseHex(message[0]);
            byte[] sealed = Arrays.copyOf(payload, payload.length + AesGcm.TAG_BYTES);
            ciphers[i % 2].seal(i / 2 - 1, new byte[0], sealed, 0, payload.length);
            assertThat(HEX.formatHex(sealed)).isEqualTo(message[1]);
            byte[] opened = new byte[payload.length];
            assertThat(ciphers[i % 2].open(i / 2 - 1, new byte[0], sealed, 0, sealed.length, opened))
                    .isEqualTo(payload.length);
            assertThat(opened).isEqualTo(payload);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void noBitOfTheMessagesCanBeChanged(Vector vector) {
        byte[] first = HEX.parseHex(vector.messages.get(0)[1]);
        for (int bit = 0; bit < first.length * 8; bit += 5) {
            assertThat(vector.responder().readMessage(flipped(first, bit)))
                    .as("bit %d of the first message", bit)
                    .isNull();
        }
        HandshakeState responder = vector.responder();
        responder.readMessage(first);
        byte[] second = responder.writeMessage(HEX.parseHex(vector.messages.get(1)[0]));
        for (int bit = 0; bit < second.length * 8; bit += 5) {
            HandshakeState initiator = vector.initiator();
            initiator.writeMessage(HEX.parseHex(vector.messages.get(0)[0]));
            assertThat(initiator.readMessage(flipped(second, bit)))
                    .as("bit %d of the second message", bit)
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void noPrefixOfAMessageIsRead(Vector vector) {
        byte[] first = HEX.parseHex(vector.messages.get(0)[1]);
        for (int length = 0; length < first.length; length++) {
            assertThat(vector.responder().readMessage(Arrays.copyOf(first, length)))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherPrologueKeyOrPresharedKeyFails(boolean withPsk) {
        X25519.KeyPair server = X25519.KeyPair.random();
        byte[] psk = withPsk ? new byte[32] : null;
        byte[] otherPsk = new byte[32];
        otherPsk[31] = 1;
        byte[] message = HandshakeState.initiator(new byte[] {1}, psk, server.publicKey(), X25519.KeyPair.random())
                .writeMessage(new byte[5]);

        assertThat(responder(new byte[] {1}, psk, server).readMessage(message)).hasSize(5);
        assertThat(responder(new byte[] {2}, psk, server).readMessage(message)).isNull();
        assertThat(responder(new byte[] {1}, otherPsk, server).readMessage(message))
                .isNull();
        assertThat(responder(new byte[] {1}, withPsk ? null : otherPsk, server).readMessage(message))
                .isNull();
        assertThat(responder(new byte[] {1}, psk, X25519.KeyPair.random()).readMessage(message))
                .isNull();
    }

    private static HandshakeState responder(byte[] prologue, byte[] psk, X25519.KeyPair server) {
        return HandshakeState.responder(prologue, psk, server, X25519.KeyPair.random());
    }

    private static byte[] flipped(byte[] message, int bit) {
        byte[] changed = message.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }
}
