package paloma.client.files;

import paloma.client.terminal.Terminal;

/** Prints errors only. */
class QuietReporter implements Reporter {
    private final Terminal terminal;
    private final ErrorLines errors;

    QuietReporter(Terminal terminal) {
        this.terminal = terminal;
        errors = new ErrorLines(terminal);
    }

    @Override
    public void ended(TaskResult one, String sentence) {
        if (!sentence.isEmpty()) {
            errors.failed(sentence);
        }
    }

    @Override
    public void leftOut(String name, String why) {
        errors.leftOut(name, why);
    }

    @Override
    public void last() {
        errors.last();
    }

    @Override
    public void failed(Tally tally, Outcome why, String sentence) {
        terminal.tell(sentence);
    }
}
