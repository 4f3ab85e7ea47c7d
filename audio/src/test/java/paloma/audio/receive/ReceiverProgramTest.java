package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.audio.jitter.Depth;
import paloma.audio.page.EventLog;
import paloma.audio.program.Lifetime;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
import paloma.web.Json;

class ReceiverProgramTest {
    private static final Depth CHOSEN = new Depth(20_000_000, 500_000_000);

    private final List<Throwable> bugs = new ArrayList<>();
    private final AudioReceiver receiver = new AudioReceiver(
            new ReceiveSettings(
                    Hearing.HERE, StreamFormat.DEFAULT, 10, null, CHOSEN, false, null, true, RtcpPort.MUXED, null),
            (settings, loop, lifetime) -> {},
            new Lifetime(bugs::add));
    private final ReceiverProgram program = new ReceiverProgram(receiver);
    private final EventLog events = new EventLog();

    @AfterEach
    void end() throws InterruptedException {
        receiver.end();
        assertThat(bugs).isEmpty();
    }

    @Test
    void hasAStateBeforeAnybodySends() {
        assertThat(state())
                .startsWith(
                        "{\"peer\":null,\"presence\":null,\"latency\":{\"asked\":null,\"least\":20.0,\"most\":500.0}")
                .contains("\"packets\":0,", "\"mute\":false,\"volume\":1.0");
        assertThat(program.figures())
                .filteredOn(figure -> figure.name().equals("latencyMillis"))
                .allSatisfy(figure -> assertThat(figure.value().getAsDouble()).isNaN());
    }

    @Test
    void changesMuteVolumeAndLatency() {
        assertThat(ask("mute", "on", true)).isTrue();
        assertThat(ask("volume", "value", 0.25)).isTrue();
        assertThat(ask("latency", "millis", 123.0)).isTrue();
        assertThat(receiver.gain().isMuted()).isTrue();
        assertThat(receiver.depth()).isEqualTo(Depth.fixed(123_000_000));
        assertThat(state()).contains("\"asked\":123.0,", "\"mute\":true,\"volume\":0.25");
        assertThat(ask("latency", "millis", null)).isTrue();
        assertThat(receiver.depth()).isEqualTo(CHOSEN);
        assertThat(ask("mute", "on", false)).isTrue();
        assertThat(ask("mute", "on", false)).isTrue(); // changes nothing, and is no event
        program.look(events);
        assertThat(events.after(0))
                .extracting(EventLog.Event::text)
                .containsExactly(
                        "muted by a browser",
                        "latency of 123 ms asked for by a browser",
                        "latency as at the start, by a browser",
                        "heard again, by a browser");
    }

    @Test
    void refusesAllElse() {
        for (Object wrong : new Object[] {4.9, 3_000.1, -1.0, Double.NaN, "60", true}) {
            assertThat(ask("latency", "millis", wrong)).isFalse();
        }
        for (Object wrong : new Object[] {-0.01, 1.01, Double.NaN, "1", false, null}) {
            assertThat(ask("volume", "value", wrong)).isFalse();
        }
        assertThat(ask("mute", "on", 1.0)).isFalse();
        assertThat(ask("latency", "milli", 60.0)).isFalse();
        assertThat(ask("stop", "on", true)).isFalse();
        assertThat(program.control(Map.of())).isFalse();
        assertThat(receiver.depth()).isEqualTo(CHOSEN);
        assertThat(receiver.gain().volume()).isEqualTo(1);
        program.look(events);
        assertThat(events.after(0)).isEmpty();
    }

    private boolean ask(String type, String name, Object value) {
        Map<String, Object> message = new HashMap<>(Map.of("type", type));
        message.put(name, value);
        return program.control(message);
    }

    private String state() {
        return Json.write(out -> {
            out.writeStartObject();
            program.writeState(out);
            out.writeEndObject();
        });
    }
}
