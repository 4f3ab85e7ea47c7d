package paloma.transfer.disk;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;

/** Prints what a file of a pack costs: 400 files of 2.5 KB in four folders, again and again, each time in a new tree. */
final class UnpackingCost {
    private static final int FILES = 400;
    private static final int ROUNDS = 10;

    private UnpackingCost() {}

    /** @param args where to write */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Root root = Root.open(folder, Limits.NONE);
        PackBuilder pack = new PackBuilder();
        TreeEntry[] entries = new TreeEntry[FILES];
        for (int i = 0; i < FILES; i++) {
            byte[] content = TestFiles.random(i, 2_500);
            entries[i] = Packs.file("d" + i / 100 + "/f" + i, content, 0644);
            pack.add(entries[i], content);
        }
        byte[] bytes = pack.bytes();
        for (int round = 0; round < ROUNDS; round++) {
            for (boolean sync : new boolean[] {true, false}) {
                String base = "t" + round + sync;
                measure(sync ? "pack" : "pack, no sync", () -> root.unpack(base, bytes, false, sync));
            }
            String base = "t" + round + "true";
            measure("offer", () -> Packs.offer(root, base, false, entries));
        }
    }

    private interface Batch {
        List<Verdict> run() throws Exception;
    }

    private static void measure(String what, Batch batch) throws Exception {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = process.getProcessCpuTime();
        long start = System.nanoTime();
        List<Verdict> verdicts = batch.run();
        long wall = System.nanoTime() - start;
        long used = process.getProcessCpuTime() - cpu;
        boolean isDone = verdicts.stream().allMatch(Verdict.SAME::equals);
        System.out.printf(
                "%-14s %s: %.3f ms, %.3f ms of CPU a file%n", what, isDone, wall / 1e6 / FILES, used / 1e6 / FILES);
    }
}
