package paloma.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import paloma.transfer.name.NameBytes;

class CommandWordsTest {
    private static byte[] line(String... words) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (String word : words) {
            line.writeBytes(NameBytes.encode(word));
            line.write(0);
        }
        return line.toByteArray();
    }

    private static String[] words(String... words) {
        return words;
    }

    @Test
    void findsTheBytesOfWordsThatALocaleHasSpoiled() {
        byte[] line = line("java", "-jar", "paloma-client.jar", "put", "caf\u00e9", "caf\udce9", "", "host");
        assertThat(CommandWords.last(line, words("put", "caf\ufffd\ufffd", "caf\ufffd", "", "host")))
                .containsExactly("put", "caf\u00e9", "caf\udce9", "", "host");
        assertThat(CommandWords.last(line, words("put", "caf\u00c3\u00a9", "caf\u00e9", "", "host")))
                .containsExactly("put", "caf\u00e9", "caf\udce9", "", "host");
    }

    @Test
    void takesNoOtherWords() {
        byte[] line = line("java", "Main", "put", "caf\udce9", "host");
        assertThat(CommandWords.last(line, words("get", "caf\ufffd", "host"))).isNull();
        assertThat(CommandWords.last(line, words("put", "caf\ufffd", "host", "x")))
                .isNull();
        assertThat(CommandWords.last(new byte[0], words("put"))).isNull();
    }

    @Test
    void leavesWordsAsTheyAreThatAreWhole() {
        String[] words = {"put", "caf\u00e9", "host"};
        assertThat(CommandWords.exact(words)).isSameAs(words);
    }

    /** This process has another command line. */
    @Test
    void refusesWhatIsNotKnownExactly() {
        String[] words = {"put", "caf\ufffd", "host"};
        assertThat(CommandWords.exact(words)).isNull();
    }
}
