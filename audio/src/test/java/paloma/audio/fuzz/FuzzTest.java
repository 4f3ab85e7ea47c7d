package paloma.audio.fuzz;

import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every decoder of bytes from outside keeps to: it throws nothing unpromised, and no input costs much. */
public abstract class FuzzTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long MAX_CPU_NANOS = 500_000_000;

    private final int mostBytes;
    private final long mostAllocated;

    /**
     * @param mostBytes of one input
     * @param mostAllocated bytes of memory for one input, kept or not
     */
    protected FuzzTest(int mostBytes, long mostAllocated) {
        this.mostBytes = mostBytes;
        this.mostAllocated = mostAllocated;
    }

    /** Returns sound inputs, from which the others are made. */
    protected abstract List<byte[]> examples();

    /** Decodes one input and checks what came out of it; returns whether it was taken for sound. */
    protected abstract boolean check(byte[] input) throws Exception;

    /** Returns how many inputs the soak test has. */
    protected abstract int soakInputs();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void withstandsHostileBytes(long seed) {
        run(seed, soakInputs() / 3_000);
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104})
    void withstandsMillionsOfHostileBytes(long seed) {
        run(seed, soakInputs() / 4);
    }

    private void run(long seed, int inputs) {
        Mutator mutator = new Mutator(seed, examples(), mostBytes);
        int sound = 0;
        for (int i = 0; i < inputs; i++) {
            byte[] input = mutator.next();
            sound += isSound(
                            input,
                            "input " + i + " of seed " + seed + ", "
                                    + HexFormat.of().formatHex(input))
                    ? 1
                    : 0;
        }
        if (sound < inputs / 20 || sound == inputs) {
            throw new AssertionError(sound + " of " + inputs + " inputs are sound, so little is tested");
        }
    }

    /** Returns how much of the processor's time the task takes. */
    protected static long cpuNanos(Executable task) throws Throwable {
        long cpu = THREADS.getCurrentThreadCpuTime();
        task.execute();
        return THREADS.getCurrentThreadCpuTime() - cpu;
    }

    private boolean isSound(byte[] input, String name) {
        try {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            boolean isSound = check(input.clone());
            if (costs(cpu, allocated)) {
                // what was done for the first time may have loaded classes
                cpu = THREADS.getCurrentThreadCpuTime();
                allocated = THREADS.getCurrentThreadAllocatedBytes();
                check(input.clone());
                if (costs(cpu, allocated)) {
                    throw new AssertionError("costs too much");
                }
            }
            return isSound;
        } catch (Exception | Error e) {
            throw new AssertionError(name, e);
        }
    }

    private boolean costs(long cpu, long allocated) {
        return THREADS.getCurrentThreadAllocatedBytes() - allocated > mostAllocated
                || THREADS.getCurrentThreadCpuTime() - cpu > MAX_CPU_NANOS;
    }
}
