package paloma.client.files;

import java.util.Iterator;
import java.util.List;

/**
 * What one run has to do.
 *
 * @param name of the only file, or of what is shown first; not escaped yet
 * @param files how many there are
 * @param bytes of all files whose size is known
 * @param leftOut how much was left out before
 * @param groups one is over before the next begins
 * @param again what resumes it once it was interrupted
 */
record Work(String name, int files, long bytes, int leftOut, List<Group> groups, String again) {
    private static final String SAME = "the same command";

    /**
     * Tasks that may be under way together.
     *
     * @param tasks made when they are due, on the event loop
     * @param mostAtOnce of them
     */
    record Group(Iterator<? extends Task> tasks, int mostAtOnce) {}

    Work(String name, int files, long bytes, int leftOut, List<Group> groups) {
        this(name, files, bytes, leftOut, groups, SAME);
    }

    /** Returns this work of a folder that gets a new name: what is there by then, the same command would take for its parent. */
    Work renaming() {
        return new Work(name, files, bytes, leftOut, groups, SAME + " with /. behind the folder to copy");
    }

    static Work of(List<? extends Task> tasks, int mostAtOnce) {
        String name = tasks.isEmpty() ? "" : tasks.get(0).name();
        long bytes = tasks.stream().mapToLong(Task::size).sum();
        return new Work(name, tasks.size(), bytes, 0, List.of(new Group(tasks.iterator(), mostAtOnce)));
    }

    boolean isForOne() {
        return files == 1 && groups.size() == 1;
    }
}
