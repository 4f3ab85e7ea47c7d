package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.audio.page.EventLog;

class ReceiverEventsTest {
    private static final int SSRC = 7;

    private final Hearing hearing = new Hearing();
    private final ReceiverEvents happened = new ReceiverEvents();
    private final EventLog events = new EventLog();

    @Test
    void tellsWhatWasLostSinceTheLastLook() {
        look();
        hearing.hearRun(Hearing.SENDER, SSRC, 100, 20);
        look();
        assertThat(texts()).containsExactly("192.0.2.1:5004 is heard");
        hearing.hearRun(Hearing.SENDER, SSRC, 123, 20);
        look();
        look();
        assertThat(texts()).containsExactly("192.0.2.1:5004 is heard", "3 packets missing");
    }

    @Test
    void whatWasBeforeAnybodyLookedDidNotHappenNow() {
        hearing.hearRun(Hearing.SENDER, SSRC, 100, 20);
        hearing.hearRun(Hearing.SENDER, SSRC, 123, 20);
        assertThat(hearing.stats().lost()).isEqualTo(3);
        look();
        look();
        assertThat(texts()).containsExactly("192.0.2.1:5004 is heard");
        hearing.hearRun(Hearing.SENDER, SSRC, 144, 20);
        look();
        assertThat(texts()).containsExactly("192.0.2.1:5004 is heard", "1 packet missing");
    }

    @Test
    void tellsWhatAPersonDidThoughNobodySends() {
        happened.told("muted by a browser");
        look();
        look();
        assertThat(texts()).containsExactly("muted by a browser");
    }

    private void look() {
        happened.look(hearing.rtpReceiver.source(), hearing.rtpReceiver.presence(), events);
    }

    private List<String> texts() {
        return events.after(0).stream().map(EventLog.Event::text).toList();
    }
}
