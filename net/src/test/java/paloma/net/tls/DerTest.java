package paloma.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DerTest {
    /** The bytes that `openssl asn1parse -genstr` makes of the same. */
    @Test
    void writesAsOpensslDoes() {
        assertThat(hex(Der.integer(0))).isEqualTo("020100");
        assertThat(hex(Der.integer(127))).isEqualTo("02017f");
        assertThat(hex(Der.integer(128))).isEqualTo("02020080");
        assertThat(hex(Der.integer(BigInteger.ONE.shiftLeft(64)))).isEqualTo("0209010000000000000000");
        assertThat(hex(Der.oid("1.2.840.10045.4.3.2"))).isEqualTo("06082a8648ce3d040302");
        assertThat(hex(Der.oid("1.3.101.112"))).isEqualTo("06032b6570");
        assertThat(hex(Der.oid("2.5.29.15"))).isEqualTo("0603551d0f");
        assertThat(hex(Der.bitString(7, (byte) 0x80))).isEqualTo("03020780");
        assertThat(hex(Der.sequence())).isEqualTo("3000");
        assertThat(hex(Der.utcTime("700101000000Z"))).isEqualTo("170d3730303130313030303030305a");
    }

    @Test
    void writesALengthInAsFewBytesAsItNeeds() {
        assertThat(hex(Der.octetString(new byte[127]))).startsWith("047f00");
        assertThat(hex(Der.octetString(new byte[128]))).startsWith("04818000");
        assertThat(hex(Der.octetString(new byte[255]))).startsWith("0481ff00");
        assertThat(hex(Der.octetString(new byte[256]))).startsWith("0482010000");
        assertThat(hex(Der.octetString(new byte[65_536]))).startsWith("048301000000");
    }

    private static String hex(byte[] der) {
        return HexFormat.of().formatHex(der);
    }
}
