package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SrtpSealerTest {
    private final MasterKey key = MasterKey.random(CryptoSuite.AEAD_AES_128_GCM);
    private final List<String> said = new ArrayList<>();

    /** The key of appendix B.3 of RFC 3711, and what libsrtp makes of it. */
    @Test
    void sealsAsLibsrtpDoes() {
        SrtpSealer sealer = new SrtpSealer(Vectors.key(
                CryptoSuite.AES_CM_128_HMAC_SHA1_80, "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6"));
        ByteBuf packet = Vectors.buffer("800f1234 decafbad cafebabe abababab abababab abababab abababab");

        sealer.seal(packet);

        assertThat(Vectors.hex(packet))
                .isEqualTo(Vectors.hex(
                        "800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb"));
    }

    @Test
    void sealsNoNumberTwice() {
        SrtpSealer sealer = new SrtpSealer(key);
        String packet = "800a0005 00000001 cafebabe 00010002";
        sealer.seal(Vectors.buffer(packet));

        assertThatThrownBy(() -> sealer.seal(Vectors.buffer(packet))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void numbersTheReportsOfAllItsSources() {
        Sealer sealer = Sealer.ofRtcp(key, said::add);
        ByteBuf first = Vectors.buffer("80c90001 cafebabe");
        ByteBuf second = Vectors.buffer("80c90001 0badcafe");
        sealer.seal(first);
        sealer.seal(second);

        assertThat(Vectors.hex(first)).endsWith("80000000");
        assertThat(Vectors.hex(second)).endsWith("80000001");
    }

    @Test
    void sealsNoMoreReportsThanAKeyMayAndSaysSoOnce() {
        Sealer sealer = new SrtcpSealer(key, (1L << 31) - 1, said::add);

        assertThat(sealer.seal(Vectors.buffer("80c90001 cafebabe"))).isTrue();
        assertThat(said).isEmpty();
        assertThat(sealer.seal(Vectors.buffer("80c90001 cafebabe"))).isFalse();
        assertThat(sealer.seal(Vectors.buffer("80c90001 cafebabe"))).isFalse();
        assertThat(said).hasSize(1).first().asString().contains("no more are sent");
    }

    /** RFC 4568, section 6.1. */
    @Test
    void sealsNoMoreThanTheLifetimeOfItsKey() throws Exception {
        MasterKey brief = CryptoAttribute.read(CryptoAttribute.text(key) + "|2^1");
        Sealer rtp = Sealer.ofRtp(brief);
        Sealer rtcp = Sealer.ofRtcp(brief, said::add);

        assertThat(rtp.seal(Vectors.buffer("800a0005 00000001 cafebabe 00010002")))
                .isTrue();
        assertThat(rtp.seal(Vectors.buffer("800a0006 00000001 cafebabe 00010002")))
                .isTrue();
        assertThat(rtp.seal(Vectors.buffer("800a0007 00000001 cafebabe 00010002")))
                .isFalse();
        assertThat(rtcp.seal(Vectors.buffer("80c90001 cafebabe"))).isTrue();
        assertThat(rtcp.seal(Vectors.buffer("80c90001 cafebabe"))).isTrue();
        assertThat(rtcp.seal(Vectors.buffer("80c90001 cafebabe"))).isFalse();
    }

    @Test
    void leavesPacketsAsTheyAreWithoutAKey() {
        ByteBuf packet = Vectors.buffer("800a0005 00000001 cafebabe 00010002");

        assertThat(Sealer.ofRtp(null).seal(packet)).isTrue();
        assertThat(Sealer.ofRtcp(null, said::add).seal(packet)).isTrue();
        assertThat(Vectors.hex(packet)).isEqualTo("800a000500000001cafebabe00010002");
    }
}
