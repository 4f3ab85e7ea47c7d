package paloma.client.terminal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * Lets a command finish at Ctrl-C and at SIGTERM: its thread is interrupted and may still print, and its exit code
 * becomes that of the program.
 */
public final class CtrlC {
    /** What a shell reports for a program that SIGINT ended: 128 plus the number of the signal. */
    public static final int EXIT_CODE = 130;

    private static final int STOP_TIMEOUT_SECONDS = 15;

    private CtrlC() {}

    /** Runs {@code command} on this thread and returns its exit code. */
    public static int run(IntSupplier command) {
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Thread worker = Thread.currentThread();
        Thread hook = new Thread(() -> Runtime.getRuntime().halt(end(worker, exitCode)), "ctrl-c");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = EXIT_CODE;
        try {
            code = command.getAsInt();
        } finally {
            exitCode.complete(code);
            removeUnlessRunning(hook);
        }
        return code;
    }

    private static int end(Thread worker, CompletableFuture<Integer> exitCode) {
        worker.interrupt();
        try {
            return exitCode.get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return EXIT_CODE;
        }
    }

    private static void removeUnlessRunning(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyRunning) {
            // The hook ends the program with the exit code that it was given.
            return;
        }
    }
}
