package paloma.client.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeardFormatTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 40_312);

    @Test
    void textHasTimeSenderLengthAndSafeText() {
        assertThat(HeardFormat.text.line(heard("caf\u00e9\n\u001b[2J".getBytes(UTF_8)), ZoneOffset.UTC))
                .isEqualTo("1970-01-01T00:00:01.234+00:00 127.0.0.1:40312 (10 bytes) caf\u00e9\\n\\u001b[2J");
    }

    /** RFC 5952. */
    @Test
    void ipv6IsShort() throws Exception {
        InetSocketAddress source = new InetSocketAddress(InetAddress.getByName("2001:DB8:0:0:0:0:0:1"), 53);

        assertThat(HeardFormat.source(source)).isEqualTo("[2001:db8::1]:53");
    }

    @Test
    void jsonIsAsciiAndKeepsTheText() {
        assertThat(HeardFormat.json.line(heard("caf\u00e9 \"\\\n".getBytes(UTF_8)), ZoneOffset.UTC))
                .isEqualTo("{\"time\":\"1970-01-01T00:00:01.234+00:00\",\"source\":\"127.0.0.1:40312\",\"length\":9,"
                        + "\"text\":\"caf\\u00e9 \\\"\\\\\\n\"}");
    }

    @Test
    void whatIsNoTextIsShownAsHex() {
        assertThat(HeardFormat.json.line(heard(new byte[] {(byte) 0xff, 0}), ZoneOffset.UTC))
                .contains("\"length\":2,\"hex\":\"ff00\"");
        assertThat(HeardFormat.text.line(heard(new byte[] {(byte) 0xff}), ZoneOffset.UTC))
                .endsWith("(1 byte) hex:ff");
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        byte[] text = ("x".repeat(Heard.HEAD_BYTES - 1) + "\u00e9tc").getBytes(UTF_8);
        Heard cut = new Heard(0, SOURCE, text.length, Arrays.copyOf(text, Heard.HEAD_BYTES));

        assertThat(HeardFormat.text.line(cut, ZoneOffset.UTC)).contains("(1027 bytes, the first 1023) xxx");
        assertThat(HeardFormat.json.line(cut, ZoneOffset.UTC))
                .contains("\"length\":1027,\"shown\":1023,\"text\":\"xxx");
    }

    private static Heard heard(byte[] bytes) {
        return new Heard(1_234, SOURCE, bytes.length, bytes);
    }
}
