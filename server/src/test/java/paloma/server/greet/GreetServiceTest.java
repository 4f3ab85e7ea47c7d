package paloma.server.greet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.console.Console;
import paloma.server.upload.SentRequest;

class GreetServiceTest {
    private static String answer(String text, int limitBytes) {
        SentRequest request = new SentRequest(new byte[0], SentRequest.SOURCE, limitBytes);
        new GreetService(text, Console.quiet()).serve(request);
        return request.answered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hi", "Hello UDP Server\n"})
    void answersTheSameWhateverCame(String text) {
        SentRequest request = SentRequest.of(text);
        new GreetService(GreetService.DEFAULT_TEXT, Console.quiet()).serve(request);
        assertThat(request.answered()).isEqualTo("Hello UDP Client");
    }

    @ParameterizedTest
    @CsvSource({"100,grüß dich", "10,grüß dic", "6,grüß", "5,grü", "4,grü", "3,gr", "1,g"})
    void saysLessWhereItMayNotSayAll(int limitBytes, String said) {
        assertThat(answer("grüß dich", limitBytes)).isEqualTo(said);
    }

    @Test
    void saysNothingWhereNotEvenACharacterFits() {
        assertThat(answer("ü", 1)).isNull();
        assertThat(answer("ü", 0)).isNull();
        assertThat(answer("ü", -1)).isNull();
    }

    @Test
    void showsWhoAsked() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Console console = Console.to(new PrintStream(out, false, UTF_8), Console.Format.TEXT)) {
            new GreetService("hi", console).serve(SentRequest.of("hello"));
        }
        assertThat(out.toString(UTF_8)).endsWith(" greet 127.0.0.1:40312 (5 bytes) hello\n");
    }

    @Test
    void refusesTextsThatCannotBeSent() {
        assertThatThrownBy(() -> new GreetService("", Console.quiet()))
                .hasMessage("greeting: give a text of 1 to 65507 bytes in UTF-8, not of 0");
        assertThatThrownBy(() -> new GreetService("ü".repeat(32_754), Console.quiet()))
                .hasMessage("greeting: give a text of 1 to 65507 bytes in UTF-8, not of 65508");
    }
}
