package paloma.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void endInLineFeedWithOrWithoutCarriageReturnAndTheLastAtTheEnd() {
        assertThat(lines("one\ntwo\r\n\n\r\nthree")).containsExactly("one", "two", "", "", "three");
        assertThat(lines("one\r"))
                .as("the carriage return of an end that is missing")
                .containsExactly("one");
        assertThat(lines("a\rb\r\r\n")).as("one belongs to the end").containsExactly("a\rb\r");
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("")).isEmpty();
    }

    private static List<String> lines(String text) {
        ByteBuf datagram =
                Unpooled.copiedBuffer("9" + text + "9", StandardCharsets.UTF_8).skipBytes(1);
        datagram.writerIndex(datagram.writerIndex() - 1);
        List<String> lines = new ArrayList<>();
        while (datagram.isReadable()) {
            lines.add(Lines.next(datagram).toString(StandardCharsets.UTF_8));
        }
        return lines;
    }
}
