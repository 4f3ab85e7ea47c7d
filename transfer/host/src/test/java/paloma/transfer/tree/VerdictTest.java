package paloma.transfer.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

class VerdictTest {
    private static final List<Verdict> ALL = List.of(Verdict.values());

    @Test
    void theFirstStandsInTheHighHalf() throws RefusedException {
        byte[] all = {0x01, 0x23, 0x45, 0x67, (byte) 0x89, (byte) 0xAB, (byte) 0xCD, (byte) 0xEF};
        assertThat(Verdict.pack(ALL)).isEqualTo(all);
        assertThat(Verdict.unpack(all, 16)).isEqualTo(ALL);
        byte[] three = {0x50, (byte) 0xF0};
        List<Verdict> odd = List.of(Verdict.NAME, Verdict.SAME, Verdict.SPECIAL);
        assertThat(Verdict.pack(odd)).isEqualTo(three);
        assertThat(Verdict.unpack(three, 3)).isEqualTo(odd);
    }

    @Test
    void aThousandFitBehindARootHashIntoADatagram() {
        assertThat(Verdict.pack(Collections.nCopies(Manifest.MAX_ENTRIES, Verdict.SPECIAL)))
                .hasSize(500);
    }

    @Test
    void readsNoOtherNumberOfThem() {
        for (int count = 0; count <= 8; count++) {
            for (int length = 0; length <= 5; length++) {
                int wanted = count;
                boolean isRight = length == (count + 1) / 2;
                assertThat(TreeBytes.reads(new byte[length], length, (bytes, all) -> Verdict.unpack(bytes, wanted)))
                        .isEqualTo(isRight);
            }
        }
        byte[] more = {0x50, (byte) 0xF1};
        assertThat(TreeBytes.reads(more, 2, (bytes, all) -> Verdict.unpack(bytes, 3)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void eachFailureHasAReasonAndASentence(Verdict verdict) {
        if (List.of(Verdict.SAME, Verdict.WANTED, Verdict.CHANGE).contains(verdict)) {
            assertThat(verdict.reason()).isNull();
            assertThatIllegalStateException().isThrownBy(() -> verdict.sentence("a"));
        } else {
            assertThat(verdict.reason()).isNotNull();
            assertThat(verdict.sentence("notes/a")).startsWith("notes/a").hasSizeBetween(12, 120);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachReasonIsAFailure(Reason reason) {
        Verdict verdict = Verdict.of(reason);
        assertThat(verdict.reason()).isNotNull();
        assertThat(verdict.reason() == reason || verdict == Verdict.DISK_ERROR || reason == Reason.QUOTA)
                .isTrue();
    }
}
