package paloma.client.ask;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Lines that a person types, with editing and a history, until Ctrl-D or Ctrl-C. */
final class TypedLines implements Requests {
    private final Terminal terminal;
    private final LineReader reader;
    private final String prompt;

    TypedLines(String prompt) throws IOException {
        this.prompt = prompt;
        // not probed for: an answer of the terminal that came after 200 ms would stand in what a person types
        terminal = TerminalBuilder.builder().dumb(true).graphemeCluster(false).build();
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    @Override
    public byte[] next() throws IOException {
        try {
            return reader.readLine(prompt).getBytes(StandardCharsets.UTF_8);
        } catch (EndOfFileException | UserInterruptException e) {
            return null;
        } catch (IOError e) { // the terminal is gone
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
