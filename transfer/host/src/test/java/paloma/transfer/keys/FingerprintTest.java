package paloma.transfer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final byte[] ZEROS = new byte[32];

    /** {@code head -c 32 /dev/zero | openssl dgst -sha256 -binary | base64} without the last character. */
    private static final String OF_ZEROS = "SHA256:Zmh6rfhivXdsj8GLjp+OIAiXFIVu4jOzkCpZHQ1fKSU";

    @Test
    void isTheHashOfTheKeyAsOpenSshPrintsIt() {
        assertThat(Fingerprint.of(ZEROS)).hasToString(OF_ZEROS);
        assertThat(Fingerprint.of(ZEROS).isOf(ZEROS)).isTrue();
        assertThat(Fingerprint.of(ZEROS).isOf(new byte[] {1})).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {OF_ZEROS, "  " + OF_ZEROS + "\n", OF_ZEROS + "=", "Zmh6rfhivXdsj8GLjp+OIAiXFIVu4jOzkCpZHQ1fKSU"})
    void isReadAsPeopleCopyIt(String text) {
        assertThat(Fingerprint.parse(text)).contains(Fingerprint.of(ZEROS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SHA256:",
                "MD5:Zmh6rfhivXdsj8GLjp+OIAiXFIVu4jOzkCpZHQ1fKSU",
                "SHA256:Zmh6rfhivXdsj8GLjp+OIAiXFIVu4jOzkCpZHQ1fKS",
                "SHA256:Zmh6rfhivXdsj8GLjp+OIAiXFIVu4jOzkCpZHQ1fKSUU",
                "SHA256:Zmh6rfhivXdsj8GLjp OIAiXFIVu4jOzkCpZHQ1fKSU"
            })
    void isNothingElse(String text) {
        assertThat(Fingerprint.parse(text)).isEmpty();
    }
}
