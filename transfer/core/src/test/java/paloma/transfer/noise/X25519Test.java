package paloma.transfer.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X25519Test {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 7748, section 5.2; the second has its highest bit set, which is to be ignored. */
    @ParameterizedTest
    @CsvSource({
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
                + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
    })
    void agreesAsRfc7748Says(String scalar, String u, String shared) {
        assertThat(HEX.formatHex(X25519.agree(HEX.parseHex(scalar), HEX.parseHex(u))))
                .isEqualTo(shared);
    }

    /** RFC 7748, section 6.1. */
    @Test
    void computesThePublicKey() {
        String bob = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
        assertThat(HEX.formatHex(X25519.KeyPair.of(HEX.parseHex(bob)).publicKey()))
                .isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    }

    /** Keys whose number begins with zero bytes come once in 240. */
    @Test
    void bothSidesAgreeWhateverTheirKeys() {
        for (int i = 0; i < 600; i++) {
            X25519.KeyPair one = X25519.KeyPair.random();
            X25519.KeyPair other = X25519.KeyPair.random();
            assertThat(one.publicKey()).hasSize(32);
            assertThat(X25519.agree(one.privateKey(), other.publicKey()))
                    .hasSize(32)
                    .isEqualTo(X25519.agree(other.privateKey(), one.publicKey()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void aPointOfLowOrderIsRefused(String publicKey) {
        assertThat(X25519.agree(X25519.KeyPair.random().privateKey(), HEX.parseHex(publicKey)))
                .isNull();
    }
}
