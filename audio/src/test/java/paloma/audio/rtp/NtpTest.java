package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NtpTest {
    /** The worked example of RFC 3550, 6.4.1, figure 2. */
    private static final long SENT = 0xb44db705_20000000L;

    private static ReportBlock report(int lastSenderReport, int delay) {
        return new ReportBlock(1, 0, 0, 0, 0, lastSenderReport, delay);
    }

    @ParameterizedTest
    @CsvSource({
        "1995-11-10T11:33:25.125Z, b44db70520000000",
        "1970-01-01T00:00:00Z, 83aa7e8000000000",
        "1969-12-31T23:59:59.500Z, 83aa7e7f80000000",
        "2036-02-07T06:28:15.750Z, ffffffffc0000000",
        "2036-02-07T06:28:16Z, 0000000000000000",
        "2100-01-01T00:00:00.250Z, 7830d58040000000"
    })
    void countsFrom1900AndWraps(Instant time, String hex) {
        long ntp = Long.parseUnsignedLong(hex, 16);
        assertThat(Ntp.ofMillis(time.toEpochMilli())).isEqualTo(ntp);
    }

    @Test
    void measuresTheRoundTripAsTheRfcDoes() {
        assertThat(Ntp.middle(SENT)).isEqualTo(0xb705_2000);
        long came = 0xb44db710_80000000L;
        assertThat(Ntp.roundTripNanos(came, report(0xb705_2000, 0x0005_4000))).isEqualTo(6_125_000_000L);
    }

    @Test
    void measuresTheRoundTripAcrossTheWrap() {
        assertThat(Ntp.roundTripNanos(0x0001_0000_8000_0000L, report(0xFFFF_8000, 0)))
                .isEqualTo(1_000_000_000L);
    }

    @Test
    void measuresNothingWithoutASenderReportOrAgainstTheClock() {
        assertThat(Ntp.roundTripNanos(SENT, report(0, 0))).isEqualTo(-1);
        assertThat(Ntp.roundTripNanos(SENT, report(0xb705_2000, 0x0005_4000))).isEqualTo(-1);
        assertThat(Ntp.roundTripNanos(SENT, report(0xb705_2000, 1))).isZero();
        assertThat(Ntp.roundTripNanos(SENT, report(0xb705_2000, -1))).isEqualTo(15_258);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, 0",
        "15258, 0",
        "15259, 1",
        "5250000000, 344064",
        "65535999999999, -1",
        "65536000000000, -1",
        "9223372036854775807, -1"
    })
    void countsSpansThatFit(long nanos, int span) {
        assertThat(Ntp.span(nanos)).isEqualTo(span);
    }
}
