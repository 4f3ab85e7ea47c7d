package paloma.client.chat;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A terminal on which a person types while others speak: what they say stands above the prompt, and what he has typed so far
 * stays as it is. A line of his own disappears when he ends it, and stands among the others when the server has taken it.
 */
final class TypedChat implements ChatView, ChatInput, AutoCloseable {
    private static final List<String> COMMANDS =
            List.of("/help", "/join", "/leave", "/name", "/ping", "/rooms", "/who");

    private static final int END_MILLIS = 1_000;

    private final Terminal terminal;
    private final LineReader reader;
    private final TextEvents texts;
    private final NamesHeard names = new NamesHeard();
    private volatile String prompt = "> ";

    TypedChat(boolean isColoured) throws IOException {
        texts = new TextEvents(isColoured);
        // not probed for: an answer of the terminal that came after 200 ms would stand in what a person types
        terminal = TerminalBuilder.builder().dumb(true).graphemeCluster(false).build();
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
                .completer((reader, line, candidates) -> complete(line, candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
                .build();
    }

    @Override
    public void show(ChatEvent event) {
        names.heard(event);
        switch (event.type()) {
            case joined, named, back -> prompt(event.from() + "@" + event.room() + "> ");
            case gone -> prompt("(gone) > ");
            default -> {}
        }
        reader.printAbove(texts.line(event));
    }

    /** Shows a sentence of this program. */
    void tell(String sentence) {
        reader.printAbove(sentence);
    }

    @Override
    public boolean read(Lines lines) throws IOException, InterruptedException {
        try {
            while (true) {
                for (String line : reader.readLine(prompt).split("\n")) { // several when they were pasted
                    lines.add(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (EndOfFileException ctrlD) {
            return false;
        } catch (UserInterruptException ctrlC) {
            return true;
        } catch (IOError gone) {
            throw new IOException(gone.getCause());
        }
    }

    /** Ends the thread that reads, so that the terminal is as it was before. */
    void end(Thread reading) {
        reading.interrupt();
        try {
            reading.join(END_MILLIS);
        } catch (InterruptedException ctrlC) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    /** Sets what stands before that which is typed; seen with what is shown next. */
    private void prompt(String next) {
        prompt = next;
        ((LineReaderImpl) reader).setPrompt(next);
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0) {
            COMMANDS.forEach(command -> candidates.add(new Candidate(command)));
        }
        boolean isFirst = line.wordIndex() == 0;
        names.all().forEach(name -> candidates.add(isFirst ? new Candidate(name + ":") : new Candidate(name)));
    }
}
