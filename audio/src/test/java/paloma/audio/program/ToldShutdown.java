package paloma.audio.program;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Begins when a test says so, and halts nothing. */
public final class ToldShutdown implements Shutdown {
    private final List<Thread> hooks = new ArrayList<>();
    private boolean begun;
    private OptionalInt halted = OptionalInt.empty();

    /** Starts the hooks, the first time. */
    public synchronized void begin() {
        if (!begun) {
            begun = true;
            hooks.forEach(Thread::start);
        }
    }

    @Override
    public synchronized void addHook(Thread hook) {
        refuseIfBegun();
        hooks.add(hook);
    }

    @Override
    public synchronized void removeHook(Thread hook) {
        refuseIfBegun();
        hooks.remove(hook);
    }

    private void refuseIfBegun() {
        if (begun) {
            throw new IllegalStateException("shutdown in progress");
        }
    }

    @Override
    public synchronized void halt(int exitCode) {
        halted = OptionalInt.of(exitCode);
    }

    /** Returns how many hooks there are. */
    synchronized int hooks() {
        return hooks.size();
    }

    /** Returns the exit code that it was halted with. */
    synchronized OptionalInt halted() {
        return halted;
    }
}
