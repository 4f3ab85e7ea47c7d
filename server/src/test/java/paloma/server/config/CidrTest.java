package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,            10.255.255.255,  true",
        "10.0.0.0/8,            11.0.0.0,        false",
        "10.0.0.0/8,            9.255.255.255,   false",
        "192.0.2.128/25,        192.0.2.128,     true",
        "192.0.2.128/25,        192.0.2.127,     false",
        "192.0.2.1,             192.0.2.1,       true",
        "192.0.2.1,             192.0.2.0,       false",
        "0.0.0.0/0,             255.1.2.3,       true",
        "0.0.0.0/0,             ::1,             false",
        "::/0,                  fe80::1,         true",
        "::/0,                  127.0.0.1,       false",
        "fe80::/10,             febf::1,         true",
        "fe80::/10,             fec0::1,         false",
        "::1,                   ::1,             true",
        "::1,                   ::2,             false",
        "::ffff:10.0.0.0/104,   10.1.2.3,        true",
        "::ffff:192.0.2.1,      192.0.2.1,       true",
    })
    void containsTheAddressesOfItsPrefix(String block, String address, boolean inside) throws UnknownHostException {
        assertThat(parse(block).contains(InetAddress.getByName(address))).isEqualTo(inside);
    }

    @Test
    void parsesAListAndTheWordNone() {
        assertThat(Cidr.parseAll(new Value("--allow", "flag", " 10.0.0.0/8 , ::1 ,"), "all"))
                .hasSize(2);
        assertThat(Cidr.parseAll(new Value("--allow", "flag", "ALL"), "all")).isEmpty();
        assertThat(Cidr.parseAll(new Value("--deny", "flag", "none"), "none")).isEmpty();
        assertThatThrownBy(() -> Cidr.parseAll(new Value("--deny", "flag", "all"), "none"))
                .as("is not to deny nobody")
                .isInstanceOf(ConfigException.class);
        assertThat(Cidr.parseAll(new Value("--allow", "flag", ""), "all")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "localhost",
                "10",
                "10.1",
                "10.0.0.256",
                "1.2.3.4.5",
                "1.2.3.",
                "::g",
                ":::",
                "fe80::1%1",
                "/8"
            })
    void refusesWhatIsNoAddressAndLooksNoNameUp(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("is not a block of addresses");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "::/129", "::ffff:0.0.0.0/95", "1.2.3.4/8/8", "::/9999"})
    void refusesAPrefixThatTheAddressCannotHave(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("has no valid prefix");
    }

    @Test
    void tellsTheBlockThatIsMeant() {
        assertThatThrownBy(() -> parse("fe80::1/10"))
                .hasMessage("--allow: \"fe80::1/10\" has bits set after its prefix;"
                        + " write fe80::/10 if that block is meant.");
    }

    private static Cidr parse(String text) {
        return Cidr.parse(new Value("--allow", "flag", text));
    }
}
