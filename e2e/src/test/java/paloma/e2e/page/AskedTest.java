package paloma.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedTest {
    private static final String REQUEST = """
            {"message":{"method":"Network.requestWillBeSent","params":{"documentURL":"http://127.0.0.1:7790/",
            "initiator":{"url":"http://127.0.0.1:7790/"},"request":{"method":"GET","url":"http://elsewhere:7790/a.js"}}}}""";

    private static final String SOCKET = """
            {"message":{"method":"Network.webSocketCreated","params":{"requestId":"1","url":"wss://127.0.0.1:7790/api/live"}}}""";

    private static final String ANSWER = """
            {"message":{"method":"Network.responseReceived","params":{"response":{"url":"http://127.0.0.1:7790/"}}}}""";

    @Test
    void knowsWhomARequestGoesToFromWhoMadeIt() {
        assertThat(Asked.in(List.of(REQUEST))).containsExactly(URI.create("http://elsewhere:7790/a.js"));
    }

    @Test
    void knowsWebSockets() {
        assertThat(Asked.in(List.of(SOCKET))).containsExactly(URI.create("wss://127.0.0.1:7790/api/live"));
    }

    @Test
    void findsNothingInWhatIsNoRequest() {
        assertThat(Asked.in(List.of(ANSWER))).isEmpty();
    }

    @Test
    void leavesOutWhatThePagesOfTheBrowserItselfAskFor() {
        String own =
                REQUEST.replace("\"documentURL\":\"http://127.0.0.1:7790/\"", "\"documentURL\":\"chrome://newtab/\"");
        assertThat(own).isNotEqualTo(REQUEST);
        assertThat(Asked.in(List.of(own))).isEmpty();
        assertThat(Asked.in(List.of(REQUEST.replace("http://elsewhere:7790/a.js", "chrome://resources/a.js"))))
                .containsExactly(URI.create("chrome://resources/a.js"));
    }

    @Test
    void anEntryThatIsNoJsonIsNoEntry() {
        assertThatThrownBy(() -> Asked.in(List.of("Network.requestWillBeSent")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no entry of a performance log");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:7790/a?b=http://c, http://127.0.0.1:7790",
        "http://127.0.0.1:77901/, http://127.0.0.1:77901",
        "ws://127.0.0.1:7790/api/live, http://127.0.0.1:7790",
        "wss://127.0.0.1:7790/api/live, https://127.0.0.1:7790",
        "http://127.0.0.1:7790@elsewhere/, http://127.0.0.1:7790@elsewhere"
    })
    void anOriginIsSchemeHostAndPort(URI address, String origin) {
        assertThat(Asked.origin(address)).isEqualTo(origin);
    }
}
