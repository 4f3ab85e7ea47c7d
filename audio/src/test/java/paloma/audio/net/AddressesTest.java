package paloma.audio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.UnusableException;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7, 127.0.0.1:7",
        "127.0.0.1, 127.0.0.1:5004",
        "127.0.0.1:65535, 127.0.0.1:65535",
        "[::1]:7, [::1]:7",
        "[::1], [::1]:5004",
        "::1, [::1]:5004",
        "2001:db8::1, [2001:db8::1]:5004",
        "2001:db8:0:0:1:1:1:1, [2001:db8::1:1:1:1]:5004",
        "[2001:0DB8:0:0:0:0:0:1]:5005, [2001:db8::1]:5005",
        "[FF15::101]:5005, [ff15::101]:5005",
        "localhost:7, localhost:7"
    })
    void readsAPeerAndWritesItDown(String text, String written) throws Exception {
        assertThat(Addresses.text(Addresses.peer(text, 5_004))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7:7", "a.example, a.example:7", "2001:db8::5:1, [2001:db8::5:1]:7"})
    void writesAHostAndAPortDown(String host, String written) {
        assertThat(Addresses.text(host, 7)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"5006, 5006", ":5006, 5006", "127.0.0.1:5006, 5006", "'', 5004", ":, 5004", "[::1]:5006, 5006"})
    void readsWhereToListen(String text, int port) throws Exception {
        assertThat(Addresses.listen(text, 5_004).getPort()).isEqualTo(port);
    }

    /** Without brackets nobody knows where the address ends (RFC 5952, section 6). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "::1:23932            | An IPv6 address with a port needs brackets: for \"::1:23932\" write [::1]:23932.",
                "::1:5004             | An IPv6 address with a port needs brackets: for \"::1:5004\" write [::1]:5004 or [::1:5004].",
                "2001:db8::7:9464     | An IPv6 address with a port needs brackets: for \"2001:db8::7:9464\" write [2001:db8::7]:9464 or [2001:db8::7:9464].",
                "fe80::1%eth0:5004    | An IPv6 address with a port needs brackets: for \"fe80::1%eth0:5004\" write [fe80::1%eth0]:5004.",
                ":::5004              | An IPv6 address with a port needs brackets: for \":::5004\" write [::]:5004.",
                "1:2:3                | \"1:2:3\" is no address and port; write HOST:PORT, and an IPv6 address as [ADDRESS]:PORT.",
                "localhost:5004:5005  | \"localhost:5004:5005\" is no address and port; write HOST:PORT, and an IPv6 address as [ADDRESS]:PORT.",
                "[::1                 | \"[::1\" is no address and port; an IPv6 address is written [ADDRESS]:PORT.",
                "[::1]5004            | \"[::1]5004\" is no address and port; an IPv6 address is written [ADDRESS]:PORT.",
                "[localhost]:5004     | \"[localhost]:5004\" is no address and port; an IPv6 address is written [ADDRESS]:PORT.",
            })
    void saysHowAnAddressIsWritten(String text, String sentence) {
        assertThatThrownBy(() -> Addresses.peer(text, 5_004)).hasMessage(sentence);
        assertThatThrownBy(() -> Addresses.listen(text, 5_004)).hasMessage(sentence);
        assertThatThrownBy(() -> Addresses.serve(text)).hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":5004", "5004"})
    void aPeerHasAHost(String text) {
        assertThatThrownBy(() -> Addresses.peer(text, 5_004))
                .hasMessage("\"" + text + "\" names no host; write HOST:PORT.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:5004", "[::]:5004", "::"})
    void nothingIsSentToAWildcard(String text) {
        assertThatThrownBy(() -> Addresses.peer(text, 5_004))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("nothing can be sent there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff02::93", "ff01::1", "fe80::1:2:3:4", "FF12::5"})
    void anAddressOfOneLinkNeedsAnInterface(String address) throws Exception {
        String one = interfaceOfALink();

        assertThatThrownBy(() -> Addresses.peer("[" + address + "]:5010", 5_004))
                .hasMessageMatching("Each network has its own [0-9a-f:]+; write by which interface it is reached, "
                        + "as in \\[[0-9a-f:]+%\\S+\\]:5010 \\(.*\\)\\.")
                .hasMessageContaining(one);
        assertThat(Addresses.peer("[" + address + "%" + one + "]:5010", 5_004).getPort())
                .isEqualTo(5_010);
    }

    @Test
    void writesTheScopeDown() throws Exception {
        String one = interfaceOfALink();

        assertThat(Addresses.text(Addresses.peer("[FE80:0::1%" + one + "]:5010", 0)))
                .isEqualTo("[fe80::1%" + one + "]:5010");
    }

    /** As it comes from a socket. */
    @Test
    void namesTheInterfaceOfANumber() throws Exception {
        String one = interfaceOfALink();
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        int index = NetworkInterface.getByName(one).getIndex();

        assertThat(Addresses.text(new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, index), 7)))
                .isEqualTo("[fe80::1%" + one + "]:7");
        assertThat(Addresses.text(new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 4_711), 7)))
                .isEqualTo("[fe80::1%4711]:7");
    }

    @Test
    void saysWhichInterfacesThereAre() {
        assertThatThrownBy(() -> Addresses.peer("[fe80::1%nowhere]:5010", 5_004))
                .hasMessageStartingWith(
                        "\"nowhere\" in \"fe80::1%nowhere\" is no interface here with addresses of its link; ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1:5004  | \"127.0.0.1:5004\" is no address of a host; write it without a port.",
                "''              | \"\" names no host; write its name or address.",
                "a..b            | The host \"a..b\" is not known here; check its name."
            })
    void aHostIsNoPort(String text, String sentence) {
        assertThatThrownBy(() -> Addresses.host(text)).hasMessage(sentence);
    }

    @Test
    void rtcpNeedsTheNextPort() throws Exception {
        InetSocketAddress last = Addresses.peer("127.0.0.1:65535", 0);

        assertThatThrownBy(() -> Addresses.withNextPort(last))
                .hasMessage("After port 65535 there is none for RTCP; use another port, or --rtcp-mux, "
                        + "with which RTCP shares it.");
        assertThat(Addresses.withNextPort(Addresses.peer("127.0.0.1:65534", 0)).getPort())
                .isEqualTo(65_534);
    }

    @Test
    void listensOnAnyAddressThatThereIs() throws Exception {
        assertThat(Addresses.listen(":5004", 0).getAddress()).isEqualTo(Addresses.everyAddress());
    }

    private static String interfaceOfALink() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(one -> one.inetAddresses().anyMatch(InetAddress::isLinkLocalAddress))
                .map(NetworkInterface::getName)
                .findFirst()
                .orElseGet(() -> abort("no interface here has an IPv6 address of its link"));
    }
}
