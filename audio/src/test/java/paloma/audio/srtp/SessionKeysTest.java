package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionKeysTest {
    /** RFC 3711, appendix B.3. */
    private final MasterKey master = Vectors.key(
            CryptoSuite.AES_CM_128_HMAC_SHA1_80, "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6");

    @Test
    void derivesTheKeysOfTheRfc() {
        SessionKeys keys = SessionKeys.of(master, false);

        assertThat(keys.cipherKey()).isEqualTo(Vectors.bytes("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(keys.salt()).isEqualTo(Vectors.bytes("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(keys.authKey()).isEqualTo(Vectors.bytes("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    /** The same appendix, where the key is 94 bytes long. */
    @Test
    void derivesKeysOfMoreThanOneBlock() {
        assertThat(SessionKeys.derive(master, 1, 94)).isEqualTo(Vectors.bytes("""
                                CEBE321F6FF7716B6FD4AB49AF256A15
                                6D38BAA48F0A0ACF3C34E2359E6CDBCE
                                E049646C43D9327AD175578EF7227098
                                6371C10C9A369AC2F94A8C5FBCDDDC25
                                6D6E919A48B610EF17C2041E47403576
                                6B68642C59BBFC2F34DB60DBDFB2
                                """));
    }

    @Test
    void derivesOtherKeysForRtcp() {
        SessionKeys rtp = SessionKeys.of(master, false);
        SessionKeys rtcp = SessionKeys.of(master, true);

        assertThat(rtcp.cipherKey()).isNotEqualTo(rtp.cipherKey());
        assertThat(rtcp.authKey()).isNotEqualTo(rtp.authKey());
        assertThat(rtcp.salt()).isNotEqualTo(rtp.salt());
    }
}
