package paloma.transfer.protection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Wire;
import paloma.transfer.wire.WirePage;

/** The handshake and the packets of docs/wire.md are what the code makes from the keys that stand there. */
class ExchangeOnThePageTest {
    private static final long CONNECTION = 0x0123_4567_89AB_CDEFL;
    private static final byte[] NONE = {};

    private final WirePage page = new WirePage();
    private final Token token = new Token("sesame opens the door".getBytes(US_ASCII));
    private final Cookie cookie = (Cookie) decode("Cookie");
    private final Open open = (Open) decode("Open");
    private final HandshakeState client = HandshakeState.initiator(
            open.prologue(cookie), token.psk(), cookie.serverKey(), pair("the client's ephemeral private key"));
    private final HandshakeState server = HandshakeState.responder(
            open.prologue(cookie),
            token.psk(),
            pair("the server's static private key"),
            pair("the server's ephemeral private key"));

    @Test
    void saysHowATokenIsUsed() {
        assertThat(token.psk()).isEqualTo(page.key("`psk`"));
        assertThat(token.isRight(open)).isTrue();
    }

    @Test
    void sealsTheRequestInTheOpenAndTheGrantInTheAccept() {
        Open made = open.with(client.writeMessage(page.example("Request")), NONE);
        assertThat(encoded(made.with(made.noise(), token.check(made)))).isEqualTo(page.example("Open"));
        assertThat(server.readMessage(open.noise())).isEqualTo(page.example("Request"));
        assertThat(server.writeMessage(page.example("Grant"))).isEqualTo(acceptsNoise());
        assertThat(client.readMessage(acceptsNoise())).isEqualTo(page.example("Grant"));
    }

    @Test
    void listsTheKeysThatComeOfIt() {
        ConnectionKeys keys = keys();
        assertThat(keys.early()).isEqualTo(page.key("early key"));
        assertThat(keys.client()).isEqualTo(page.key("key from client to server, epoch 0"));
        assertThat(keys.server()).isEqualTo(page.key("key from server to client, epoch 0"));
        assertThat(client.handshakeHash()).isEqualTo(page.key("handshake hash `h` after message 2"));
    }

    @Test
    void sealsPackets() {
        ConnectionKeys keys = keys();
        PacketSealer sealer = new PacketSealer(CONNECTION);
        sealer.early(keys.early());
        sealed(sealer, "Ping");
        assertThat(sealed(sealer, "Data")).isEqualTo(page.examples("Packet").get(0));
        sealer.established(keys.client());
        assertThat(sealed(sealer, "Hashes")).isEqualTo(page.examples("Packet").get(1));
        PacketSealer another = new PacketSealer(CONNECTION);
        another.established(keys.server());
        assertThat(sealed(another, "Done")).isEqualTo(page.examples("Packet").get(2));
    }

    @Test
    void opensPackets() {
        ConnectionKeys keys = keys();
        PacketOpener atServer = new PacketOpener(CONNECTION, keys.client(), keys.early());
        assertThat(opened(atServer, 0)).isEqualTo(page.example("Data"));
        assertThat(opened(atServer, 1)).isEqualTo(page.example("Hashes"));
        assertThat(opened(new PacketOpener(CONNECTION, keys.server(), null), 2)).isEqualTo(page.example("Done"));
        assertThat(opened(atServer, 3)).isEqualTo(page.example("Ping"));
        assertThat(atServer.largest()).isEqualTo(1 << 20);
    }

    private ConnectionKeys keys() {
        client.writeMessage(page.example("Request"));
        byte[] early = ConnectionKeys.early(client);
        client.readMessage(acceptsNoise());
        return ConnectionKeys.of(early, client);
    }

    private byte[] acceptsNoise() {
        byte[] accept = page.example("Accept");
        return Arrays.copyOfRange(accept, 9, accept.length);
    }

    private X25519.KeyPair pair(String name) {
        return X25519.KeyPair.of(page.key(name));
    }

    private Object decode(String title) {
        return Wire.decode(Unpooled.wrappedBuffer(page.example(title)));
    }

    private static byte[] encoded(Open message) {
        ByteBuf out = Unpooled.buffer(Hello.MIN_BYTES);
        Wire.encode(message, out);
        return ByteBufUtil.getBytes(out);
    }

    private byte[] sealed(PacketSealer sealer, String title) {
        ByteBuf out = Unpooled.buffer();
        sealer.seal(Frame.decode(Unpooled.wrappedBuffer(page.example(title))), out);
        return ByteBufUtil.getBytes(out);
    }

    private byte[] opened(PacketOpener opener, int example) {
        assertThat(opener.open(Unpooled.wrappedBuffer(page.examples("Packet").get(example))))
                .isNotNegative();
        return ByteBufUtil.getBytes(opener.text());
    }
}
