package paloma.client;

import paloma.net.BugReport;

/** What a command printed, and its exit code. */
public record Outcome(int exitCode, String out, String err) {
    /** Runs a command in this process, with nothing to read and its output in a pipe. */
    public static Outcome of(String... args) {
        return with("", false, args);
    }

    public static Outcome with(String input, boolean shown, String... args) {
        FakeTerminal console = new FakeTerminal(input, shown, BugReport.ofProcess());
        int exitCode = Main.run(console.terminal(), args);
        return new Outcome(exitCode, console.out(), console.err());
    }
}
