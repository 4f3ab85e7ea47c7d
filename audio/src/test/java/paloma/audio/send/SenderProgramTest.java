package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.audio.page.EventLog;
import paloma.audio.program.Lifetime;
import paloma.web.Json;

class SenderProgramTest {
    private static final int MOST = 50;

    private final List<Throwable> bugs = new ArrayList<>();
    private final SendSettings settings = RtcpSessionRig.settings(true);
    private final AudioSender sender =
            new AudioSender(settings, (ofStream, loop, lifetime) -> {}, new Lifetime(bugs::add));
    private final SenderProgram program = new SenderProgram(settings, sender);
    private final EventLog events = new EventLog();

    @AfterEach
    void end() {
        sender.end();
        assertThat(bugs).isEmpty();
    }

    @Test
    void hasAStateBeforeTheFirstPacket() {
        assertThat(state())
                .startsWith("{\"to\":[\"")
                .contains(
                        "\"sentSeconds\":0.0,\"packets\":0,",
                        "\"resent\":0,",
                        "\"droppedChunks\":0,\"listeners\":0,\"reports\":[]}");
        assertThat(program.control(Map.of("type", "mute", "on", true))).isFalse();
    }

    @Test
    void showsWhoLosesMostFirst() throws IOException {
        for (int i = 1; i <= 200; i++) {
            hears("192.0.2." + i, i, i / 256.0);
        }
        String state = state();
        assertThat(state).contains("\"listeners\":200,");
        String first = "{\"address\":\"192.0.2.200:5005\",\"lossPercent\":78.125,\"roundTripMillis\":12.0}";
        String second = "{\"address\":\"192.0.2.199:5005\",\"lossPercent\":77.734375,";
        assertThat(state).contains("\"reports\":[" + first + "," + second);
        assertThat(state.split("\"address\"")).hasSize(MOST + 1);
        assertThat(figure("lossPercent")).isEqualTo(78.125);
        assertThat(figure("listeners")).isEqualTo(200);
    }

    /** As where several stand behind one translated address. */
    @Test
    void countsAllOfAnAddressAndShowsTheWorst() throws IOException {
        hears("192.0.2.1", 1, 0.5);
        hears("192.0.2.1", 2, 0.1);
        assertThat(state())
                .contains("\"listeners\":2,\"reports\":[{\"address\":\"192.0.2.1:5005\",\"lossPercent\":50.0,")
                .doesNotContain("10.0");
    }

    @Test
    void tellsWhoComesAndGoes() throws IOException {
        program.look(events);
        hears("192.0.2.1", 1, 0);
        program.look(events);
        program.look(events);
        sender.rtcpSession().listeners().left(address("192.0.2.1"), 1);
        program.look(events);
        assertThat(events.after(0))
                .extracting(EventLog.Event::text)
                .containsExactly("1 listener, before 0", "0 listeners, before 1");
    }

    private void hears(String from, int ssrc, double lost) throws IOException {
        sender.rtcpSession()
                .listeners()
                .heard(address(from), ssrc, new Listeners.Report(lost, 12_000_000, System.nanoTime()));
    }

    private static InetSocketAddress address(String literal) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(literal), 5_005);
    }

    private double figure(String name) {
        return program.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsDouble();
    }

    private String state() {
        return Json.write(out -> {
            out.writeStartObject();
            program.writeState(out);
            out.writeEndObject();
        });
    }
}
