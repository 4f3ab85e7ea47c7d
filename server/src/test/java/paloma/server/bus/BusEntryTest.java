package paloma.server.bus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusEntryTest {
    @Test
    void goesToFieldsAndBack() {
        BusEntry entry = new BusEntry("0123456789abcdef", 7, new byte[] {0, 1, (byte) 255});
        Map<byte[], byte[]> fields = entry.encode();
        assertThat(fields).hasSize(3);
        BusEntry back = BusEntry.decode(fields);
        assertThat(back.server()).isEqualTo("0123456789abcdef");
        assertThat(back.number()).isEqualTo(7);
        assertThat(back.message()).containsExactly(0, 1, 255);
        assertThat(BusEntry.decode(new BusEntry("0123456789abcdef", 8, null).encode())
                        .isGoodbye())
                .isTrue();
    }

    @Test
    void refusesWhatNoServerOfOursWrites() {
        String server = "0123456789abcdef";
        assertThat(entry("s", server, "n", "1", "m", "")).isNotNull();
        assertThat(entry("s", server)).isNull();
        assertThat(entry("n", "1", "m", "x")).isNull();
        assertThat(entry("s", server, "n", "-1")).isNull();
        assertThat(entry("s", server, "n", "")).isNull();
        assertThat(entry("s", server, "n", "1234567890123456789")).isNull();
        assertThat(entry("s", server.toUpperCase(java.util.Locale.ROOT), "n", "1"))
                .isNull();
        assertThat(entry("s", server + "\n", "n", "1")).isNull();
        assertThat(entry("s", server, "n", "1", "x", "")).isNull();
        assertThat(entry("s", server, "n", "1", "mm", "")).isNull();
        assertThat(entry("s", server, "n", "1", "", "")).isNull();
        assertThat(entry("s", server, "n", "1", "m", "x".repeat(BusEntry.MAX_MESSAGE_BYTES + 1)))
                .isNull();
    }

    @Test
    void hearsEachNumberOfAServerOnce() {
        HeardNumbers heard = new HeardNumbers();
        assertThat(heard.missedBefore(new BusEntry("a", 1, null))).isZero();
        assertThat(heard.missedBefore(new BusEntry("a", 1, null))).isEqualTo(HeardNumbers.OLD);
        assertThat(heard.missedBefore(new BusEntry("b", 1, null))).isZero();
        assertThat(heard.missedBefore(new BusEntry("a", 3, null))).isEqualTo(1);
        assertThat(heard.missedBefore(new BusEntry("a", 2, null))).isEqualTo(HeardNumbers.OLD);
    }

    private static BusEntry entry(String... fields) {
        Map<byte[], byte[]> all = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i].getBytes(ISO_8859_1), fields[i + 1].getBytes(ISO_8859_1));
        }
        return BusEntry.decode(all);
    }
}
