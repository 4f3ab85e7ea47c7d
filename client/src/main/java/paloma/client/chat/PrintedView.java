package paloma.client.chat;

import java.time.Instant;
import paloma.client.terminal.Terminal;
import paloma.net.SpokenText;

/** Prints events as they come, for a pipe or a program. */
final class PrintedView implements ChatView {
    private final Terminal terminal;
    private final boolean json;
    private final TextEvents texts;

    PrintedView(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
        texts = new TextEvents(terminal.isColoured());
    }

    @Override
    public void show(ChatEvent event) {
        if (json) {
            terminal.print(JsonEvents.line(event, Instant.now()));
            return;
        }
        switch (event.type()) {
            case gone, back, problem -> terminal.tell(SpokenText.shown(event.text()));
            default -> terminal.print(texts.line(event));
        }
    }
}
