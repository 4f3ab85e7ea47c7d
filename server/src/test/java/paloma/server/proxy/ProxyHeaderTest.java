package paloma.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = SIGNATURE + "2112000cc0000201c63364019c401b5f";
    private static final String IPV6 = SIGNATURE + "21220024" + "20010db8000000000000000000000001"
            + "20010db8000000000000000000000002" + "9c401b5f";

    @ParameterizedTest
    @CsvSource({"12", "11"})
    void readsAClientOfIpv4(String family) {
        ByteBuf datagram = bytes(SIGNATURE + "21" + family + "000cc0000201c63364019c401b5f" + "6869");
        assertThat(ProxyHeader.decode(datagram).source()).isEqualTo(new InetSocketAddress("192.0.2.1", 40_000));
        assertThat(datagram.toString(StandardCharsets.US_ASCII)).isEqualTo("hi");
    }

    @Test
    void readsAClientOfIpv6() {
        ByteBuf datagram = bytes(IPV6);
        assertThat(ProxyHeader.decode(datagram).source()).isEqualTo(new InetSocketAddress("2001:db8::1", 40_000));
        assertThat(datagram.isReadable()).isFalse();
    }

    @Test
    void passesOverWhatFollowsTheAddresses() {
        ByteBuf datagram = bytes(SIGNATURE + "21120013c0000201c63364019c401b5f" + "04000461626364" + "78");
        assertThat(ProxyHeader.decode(datagram).source().getPort()).isEqualTo(40_000);
        assertThat(datagram.toString(StandardCharsets.US_ASCII)).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20000000", "2012000cc0000201c63364019c401b5f", "21000000", "213100020000", "20ff0001ff"})
    void knowsNoClientWhereTheProxySpeaksForItselfOrDoesNotSay(String rest) {
        ByteBuf datagram = bytes(SIGNATURE + rest + "78");
        assertThat(ProxyHeader.decode(datagram).source()).isNull();
        assertThat(datagram.toString(StandardCharsets.US_ASCII)).isEqualTo("x");
    }

    @Test
    void rejectsEveryProperPrefix() {
        for (String header : new String[] {IPV4, IPV6}) {
            for (int length = 0; length < header.length(); length += 2) {
                assertThat(ProxyHeader.decode(bytes(header.substring(0, length))))
                        .as("%d bytes", length / 2)
                        .isNull();
            }
        }
    }

    @Test
    void rejectsEveryOtherByteOfTheSignatureAndTheVersion() {
        byte[] good = ByteBufUtil.decodeHexDump(IPV4);
        for (int place = 0; place < 13; place++) {
            for (int other = 0; other < 256; other++) {
                byte[] bad = good.clone();
                bad[place] = (byte) other;
                boolean isGood = bad[place] == good[place] || place == 12 && other == 0x20;
                assertThat(ProxyHeader.decode(Unpooled.wrappedBuffer(bad)) != null)
                        .as("byte %d is %x", place, other)
                        .isEqualTo(isGood);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2112000bc0000201c63364019c401b", "212200230000", "PROXY"})
    void rejectsAHeaderThatIsTooShortForItsAddresses(String rest) {
        assertThat(ProxyHeader.decode(
                        rest.equals("PROXY")
                                ? Unpooled.copiedBuffer(
                                        "PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\nhi", StandardCharsets.US_ASCII)
                                : bytes(SIGNATURE + rest)))
                .isNull();
    }

    @Test
    void takesAnyBytesWithoutAnException() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            byte[] header = ByteBufUtil.decodeHexDump(i % 2 == 0 ? IPV4 : IPV6);
            for (int change = random.nextInt(4); change >= 0; change--) {
                header[random.nextInt(header.length)] = (byte) random.nextInt();
            }
            ByteBuf datagram = Unpooled.wrappedBuffer(header, 0, random.nextInt(header.length + 1));
            ProxyHeader decoded = ProxyHeader.decode(datagram);
            assertThat(decoded == null || datagram.readerIndex() >= 16).isTrue();
        }
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }
}
