package paloma.server.config;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.service.WellKnown;

/** The page and the file that show every setting say what the program does. */
class SettingsPagesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)`( \\(\\*\\))? \\| ([^|]*) \\|");
    private static final Pattern LINE = Pattern.compile("(?m)^#([a-z-]+) = (.*)$");

    @Test
    void thePageHasEachSettingWithItsDefault() throws IOException {
        String page = Files.readString(Path.of("../docs/server.md"));
        String table = page.substring(page.indexOf("| setting | default |"));
        assertThat(ROW.matcher(table.substring(0, table.indexOf("\n\n")))
                        .results()
                        .collect(toMap(row -> row.group(1), row -> row.group(3))))
                .isEqualTo(defaults());
    }

    @Test
    void thePageMarksWhatIsReread() throws IOException {
        String page = Files.readString(Path.of("../docs/server.md"));
        for (Setting setting : Setting.values()) {
            assertThat(page.contains("| `" + setting.key() + "` (*) |"))
                    .as(setting.key())
                    .isEqualTo(setting.isLive());
        }
    }

    @Test
    void theFileHasEachSettingWithItsDefault() throws IOException {
        Map<String, String> lines =
                LINE.matcher(sample()).results().collect(toMap(line -> line.group(1), line -> line.group(2)));
        assertThat(lines.remove("endpoints")).isEqualTo(String.join(", ", services()));
        Map<String, String> defaults = defaults();
        defaults.remove("data"); // which the file sets, for the unit
        assertThat(lines).isEqualTo(defaults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../paloma", "../paloma.cmd"})
    void theLaunchersHelpNamesEachService(String launcher) throws IOException {
        List<String> services = services();
        int last = services.size() - 1;
        assertThat(Files.readString(Path.of(launcher)))
                .contains("  serves " + String.join(", ", services.subList(0, last)) + " and " + services.get(last)
                        + ",");
    }

    private static List<String> services() {
        return Arrays.stream(WellKnown.values()).map(WellKnown::serviceName).toList();
    }

    private static String sample() throws IOException {
        return Files.readString(Path.of("../packaging/paloma-server.conf"));
    }

    private static Map<String, String> defaults() {
        Stream<Setting> inFile = Arrays.stream(Setting.values()).filter(Setting::isInFile);
        return inFile.collect(toMap(Setting::key, Setting::defaultText));
    }
}
