package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    /** The examples of RFC 5952, sections 4 and 5, among others. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0, 0.0.0.0:7",
        "192.0.2.255, 192.0.2.255, 192.0.2.255:7",
        "0:0:0:0:0:0:0:0, ::, [::]:7",
        "0:0:0:0:0:0:0:1, ::1, [::1]:7",
        "2001:0db8:0:0:0:0:0002:0001, 2001:db8::2:1, [2001:db8::2:1]:7",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:7",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1, [2001:db8::1:0:0:1]:7",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1, [2001:0:0:1::1]:7",
        "2001:DB8::ABCD, 2001:db8::abcd, [2001:db8::abcd]:7",
        "FF02:0:0:0:0:0:0:FB, ff02::fb, [ff02::fb]:7",
        "::ffff:192.0.2.1, 192.0.2.1, 192.0.2.1:7"
    })
    void isAsPeopleWriteIt(String given, String alone, String withPort) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(given);
        assertThat(AddressText.of(address)).isEqualTo(alone);
        assertThat(AddressText.of(new InetSocketAddress(address, 7))).isEqualTo(withPort);
    }

    @Test
    void keepsTheScope() throws UnknownHostException {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        InetAddress address = Inet6Address.getByAddress(null, linkLocal, 4_711);
        assertThat(AddressText.of(address)).isEqualTo("fe80::1%4711");
        assertThat(AddressText.of(new InetSocketAddress(address, 7))).isEqualTo("[fe80::1%4711]:7");
    }

    /** As Netty's native transports make an address. */
    @Test
    void showsNoScopeWhereThereIsNone() throws UnknownHostException {
        InetAddress address = Inet6Address.getByAddress(
                null, InetAddress.getByName("2001:db8::1").getAddress(), 0);
        assertThat(AddressText.of(address)).isEqualTo("2001:db8::1");
        assertThat(AddressText.of(new InetSocketAddress(address, 7))).isEqualTo("[2001:db8::1]:7");
    }

    @Test
    void asksNoDns() throws UnknownHostException {
        byte[] bytes = {(byte) 192, 0, 2, 1};
        assertThat(AddressText.of(InetAddress.getByAddress("name.example", bytes)))
                .isEqualTo("192.0.2.1");
    }
}
