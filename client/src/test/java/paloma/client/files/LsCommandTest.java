package paloma.client.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import paloma.transfer.disk.Listing;

class LsCommandTest {
    private final List<Listing.Entry> entries = new ArrayList<>();
    private final List<Listing.LeftOut> leftOut = new ArrayList<>();

    @BeforeEach
    void list() throws Exception {
        String text = """
            f 644 1234 1700000000123456789 film/one.mp4
            d 755 0 0 film
            f - 0 -1 old
            l - 0 0 film/a\\x09b\tone\\xE9
            f - 1 0 film/\s
            d - 0 0  x
            x special film/\\xE9\u202e
            """;
        Listing.read(new ByteArrayInputStream(text.getBytes(UTF_8)), entries::add, leftOut::add);
    }

    @Test
    void showsPermissionsSizeTimeAndName() {
        assertThat(line(0, ZoneOffset.UTC))
                .isEqualTo("-rw-r--r--          1,234  2023-11-14T22:13:20+00:00  film/one.mp4");
        assertThat(line(1, ZoneOffset.UTC)).isEqualTo("drwxr-xr-x              -  1970-01-01T00:00:00+00:00  film/");
        assertThat(line(2, ZoneOffset.UTC)).isEqualTo("-?????????              0  1969-12-31T23:59:59+00:00  old");
    }

    @Test
    void showsWhereLinksLeadAndWhatIsLeftOut() {
        assertThat(line(3, ZoneOffset.UTC))
                .isEqualTo("lrwxrwxrwx              -  1970-01-01T00:00:00+00:00  film/a\\tb -> one\\xE9");
        assertThat(LsCommand.line(leftOut.get(0)))
                .isEqualTo("left out: \"film/\\xE9\\u202e\": a device, a pipe or a socket");
    }

    @Test
    void showsSpacesAtTheEndsOfNames() {
        assertThat(line(4, ZoneOffset.UTC)).endsWith("  \"film/ \"");
        assertThat(line(5, ZoneOffset.UTC)).endsWith("  \" x\"/");
    }

    @Test
    void programsGetValidJsonOfNamesThatAreNoText() {
        assertThat(LsCommand.json(entries.get(3), ZoneOffset.UTC))
                .isEqualTo("{\"event\":\"link\",\"name\":\"film/a\\tb\",\"target\":\"one\\udce9\","
                        + "\"modified\":\"1970-01-01T00:00:00+00:00\"}");
        assertThat(LsCommand.json(leftOut.get(0)))
                .isEqualTo("{\"event\":\"left_out\",\"name\":\"film/\\udce9\\u202e\",\"reason\":\"special\"}");
    }

    /** RFC 3339, section 5.6. */
    @Test
    void showsTheTimeInTheZoneOfTheMachineAndNamesIt() {
        assertThat(line(0, ZoneId.of("Asia/Kolkata"))).contains("  2023-11-15T03:43:20+05:30  ");
        assertThat(line(0, ZoneId.of("America/New_York"))).contains("  2023-11-14T17:13:20-05:00  ");
    }

    /** The same time to the nanosecond, in the same form. */
    @Test
    void programsGetTheTimeInTheSameFormAndWhole() {
        assertThat(LsCommand.json(entries.get(0), ZoneOffset.UTC))
                .endsWith("\"modified\":\"2023-11-14T22:13:20.123456789+00:00\"}");
        assertThat(LsCommand.json(entries.get(1), ZoneOffset.ofHours(2)))
                .endsWith("\"modified\":\"1970-01-01T02:00:00+02:00\"}");
    }

    private String line(int index, ZoneId zone) {
        return LsCommand.line(entries.get(index), zone);
    }
}
