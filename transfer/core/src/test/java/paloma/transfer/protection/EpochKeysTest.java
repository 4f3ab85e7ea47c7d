package paloma.transfer.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import paloma.transfer.noise.AesGcm;

class EpochKeysTest {
    private static final int SHIFT = 3;
    private static final byte[] KEY = new byte[32];

    private final EpochKeys keys = new EpochKeys(KEY, SHIFT);

    @Test
    void begins20BitsOfNumbersUnderOneKey() {
        EpochKeys real = new EpochKeys(KEY, EpochKeys.EPOCH_SHIFT);
        assertThat(real.of((1 << 20) - 1)).isSameAs(real.of(0));
        assertThat(real.of(1 << 20)).isNotSameAs(real.of(0));
    }

    @Test
    void hasThePreviousTheCurrentAndTheNextKeyAndNoOther() {
        assertThat(keys.of(0)).isNotNull();
        assertThat(keys.of(8)).isNotNull();
        assertThat(keys.of(16)).isNull();
        keys.reached(16);
        assertThat(keys.of(7)).isNull();
        assertThat(keys.of(8)).isNotNull();
        assertThat(keys.of(16)).isNotNull();
        assertThat(keys.of(31)).isNotNull();
        assertThat(keys.of(32)).isNull();
        assertThat(keys.of(Long.MAX_VALUE)).isNull();
    }

    @Test
    void doesNotGoBackForAnOldNumber() {
        keys.reached(16);
        AesGcm key = keys.of(16);
        keys.reached(8);
        assertThat(keys.of(16)).isSameAs(key);
    }

    /** REKEY of the zero key is AES-256-GCM of 32 zero bytes under nonce 2^64 - 1, without the tag. */
    @Test
    void rekeysAsNoiseSays() {
        byte[] sealed = new byte[32 + AesGcm.TAG_BYTES];
        new AesGcm(KEY).seal(-1, new byte[0], sealed, 0, 32);
        byte[] next = Arrays.copyOf(sealed, 32);
        assertThat(sealed(keys.of(8))).isEqualTo(sealed(new AesGcm(next)));
        assertThat(ByteBufUtil.hexDump(next))
                .isEqualTo("f1573ed7ea59562387a25c24fabe25a3155fecd880e181089fe581c148cc6ba9");
    }

    @Test
    void renewsOnceForEachEpochHoweverFarItGoes() {
        EpochKeys steps = new EpochKeys(KEY, SHIFT);
        for (long number = 0; number <= 80; number++) {
            steps.reached(number);
        }
        keys.reached(80);
        assertThat(sealed(keys.of(80))).isEqualTo(sealed(steps.of(80)));
        assertThat(sealed(keys.of(79))).isEqualTo(sealed(steps.of(79)));
    }

    private static byte[] sealed(AesGcm key) {
        byte[] text = new byte[1 + AesGcm.TAG_BYTES];
        key.seal(7, new byte[0], text, 0, 1);
        return text;
    }
}
