package paloma.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.DomainSocketAddress;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paloma.net.StandardOutput;
import paloma.server.upload.SentRequest;

class ConsoleTest {
    private static final String TIME = "2026-11-22T02:55:12.007+01:00";
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T01:55:12.007Z"), ZoneId.of("Europe/Zurich"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String shown(Console.Format format, SocketAddress source, byte[] payload) {
        try (Console console = Console.to(new PrintStream(out, false, UTF_8), format, CLOCK)) {
            console.show("sink", new SentRequest(payload, source, 0));
        }
        return out.toString(UTF_8);
    }

    private String shown(Console.Format format, String payload) {
        return shown(format, SentRequest.SOURCE, payload.getBytes(UTF_8));
    }

    @Test
    void showsTimeServiceSenderLengthAndText() {
        assertThat(shown(Console.Format.TEXT, "hello\n"))
                .isEqualTo(TIME + " sink 127.0.0.1:40312 (6 bytes) hello\\n\n");
    }

    @Test
    void escapesWhatCouldFoolATerminal() {
        assertThat(shown(Console.Format.TEXT, "a\u001b[2J\r\u202eb"))
                .endsWith(" (10 bytes) a\\u001b[2J\\r\\u202eb\n")
                .hasLineCount(1);
    }

    @Test
    void showsBinaryAsHex() {
        assertThat(shown(Console.Format.TEXT, SentRequest.SOURCE, new byte[] {(byte) 0xff, 0, 1}))
                .endsWith(" (3 bytes) hex:ff0001\n");
    }

    @Test
    void shortensLongTextAtACharacterAndTellsTheLength() {
        assertThat(shown(Console.Format.TEXT, "x" + "ä".repeat(2_000)))
                .endsWith(" (4001 bytes, the first 1023) x" + "ä".repeat(511) + "\n");
    }

    @Test
    void shortensLongBinary() {
        byte[] payload = new byte[65_507];
        java.util.Arrays.fill(payload, (byte) 0x80);
        assertThat(shown(Console.Format.TEXT, SentRequest.SOURCE, payload))
                .endsWith(" (65507 bytes, the first 1024) hex:" + "80".repeat(1_024) + "\n");
    }

    @Test
    void namesSendersOfAllKinds() throws Exception {
        assertThat(shown(Console.Format.TEXT, new InetSocketAddress("::1", 7), new byte[0]))
                .contains(" sink [::1]:7 (0 bytes) ");
        assertThat(shown(Console.Format.TEXT, new DomainSocketAddress("/run/a.sock"), new byte[1]))
                .contains(" sink /run/a.sock (1 byte) ");
        assertThat(shown(Console.Format.TEXT, new DomainSocketAddress("/run/a\n\" (9 bytes) b"), new byte[1]))
                .contains(" sink \"/run/a\\n\\\" (9 bytes) b\" (1 byte) ");
        assertThat(shown(Console.Format.JSON, new DomainSocketAddress("/run/a\n b"), new byte[1]))
                .contains("\"source\":\"/run/a\\n b\"");
        assertThat(shown(Console.Format.TEXT, new DomainSocketAddress(""), new byte[0]))
                .contains(" sink unnamed (0 bytes) ");
    }

    @Test
    void writesAJsonObjectALine() {
        assertThat(shown(Console.Format.JSON, "say \"hé\"\\\n\u0000\ud83d\ude00"))
                .isEqualTo(
                        "{\"time\":\"" + TIME + "\",\"service\":\"sink\",\"source\":\"127.0.0.1:40312\",\"length\":16,"
                                + "\"text\":\"say \\\"h\\u00e9\\\"\\\\\\n\\u0000\\ud83d\\ude00\"}\n");
    }

    @Test
    void writesBinaryAsHexInJson() {
        byte[] payload = new byte[2_000];
        payload[0] = (byte) 0xff;
        assertThat(shown(Console.Format.JSON, SentRequest.SOURCE, payload))
                .endsWith("\"length\":2000,\"shown\":1024,\"hex\":\"ff" + "00".repeat(1_023) + "\"}\n");
    }

    @Test
    void tellsEventsInBothFormats() {
        for (Console.Format format : Console.Format.values()) {
            try (Console console = Console.to(new PrintStream(out, false, UTF_8), format, CLOCK)) {
                console.tell("sink", SentRequest.SOURCE, "stopped", "stopped by an empty datagram");
            }
        }
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        TIME + " sink 127.0.0.1:40312 stopped by an empty datagram",
                        "{\"time\":\"" + TIME
                                + "\",\"service\":\"sink\",\"event\":\"stopped\",\"source\":\"127.0.0.1:40312\"}");
    }

    @Test
    void countsWhatATerminalThatStoppedDoesNotTake() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        OutputStream terminal = new StoppedTerminal(out, stuck, released);
        Console console = Console.to(new PrintStream(terminal, true, UTF_8), Console.Format.TEXT, CLOCK);
        console.show("sink", SentRequest.of("first"));
        assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < Console.MAX_WAITING + 9; i++) {
            console.show("sink", SentRequest.of("more"));
        }
        assertThat(console.notShown()).isEqualTo(10); // the first one still has its place
        released.countDown();
        console.close();
        assertThat(out.toString(UTF_8).lines())
                .hasSize(Console.MAX_WAITING + 1)
                .last()
                .isEqualTo("… 10 more not shown");
    }

    /** A full disk may have room again, and then what was lost is told. */
    @Test
    @Timeout(20)
    void countsWhatAFullDiskDoesNotTake() {
        FullDisk disk = new FullDisk(out);
        try (Console console = Console.to(new StandardOutput(disk, UTF_8), Console.Format.TEXT, CLOCK)) {
            for (int i = 1; i <= 3; i++) {
                console.show("sink", SentRequest.of("lost"));
                while (console.notShown() < i) {
                    Thread.onSpinWait();
                }
            }
            assertThat(console.shownAfter(0)).extracting(ShownLine::text).containsExactly("lost", "lost", "lost");
            disk.full = false;
            console.show("sink", SentRequest.of("kept"));
            while (console.shown() < 5) {
                Thread.onSpinWait();
            }
            assertThat(console.shownAfter(3)).extracting(ShownLine::text).containsExactly("kept", "3 lines not shown");
        }
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(TIME + " sink 127.0.0.1:40312 (4 bytes) kept", "… 3 more not shown");
    }

    @Test
    void costsNothingWhenQuiet() {
        try (Console console = Console.quiet()) {
            SentRequest request = SentRequest.of("text");
            request.payload().release(); // touching it now would throw
            console.show("sink", request);
            assertThat(console.notShown()).isZero();
        }
    }

    private static final class FullDisk extends java.io.FilterOutputStream {
        private volatile boolean full = true;

        FullDisk(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
            if (full) {
                throw new java.io.IOException("No space left on device");
            }
            out.write(bytes, offset, length);
        }
    }

    /** Takes the first write only when told. */
    private static final class StoppedTerminal extends java.io.FilterOutputStream {
        private final CountDownLatch stuck;
        private final CountDownLatch released;

        StoppedTerminal(OutputStream out, CountDownLatch stuck, CountDownLatch released) {
            super(out);
            this.stuck = stuck;
            this.released = released;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
            stuck.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
            out.write(bytes, offset, length);
        }
    }
}
