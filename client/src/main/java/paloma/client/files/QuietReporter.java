package paloma.client.files;

import paloma.client.terminal.Terminal;

/** Prints errors only. */
class QuietReporter implements Reporter {
    private final Terminal terminal;

    QuietReporter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void ended(TaskResult one, String sentence) {
        if (!sentence.isEmpty()) {
            terminal.tell(sentence);
        }
    }

    @Override
    public void failed(Tally tally, Outcome why, String sentence) {
        terminal.tell(sentence);
    }
}
