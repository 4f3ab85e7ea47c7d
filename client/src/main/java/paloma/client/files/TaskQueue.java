package paloma.client.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The tasks that are still to be begun: those that are tried again, then those of the group that is due. On the event loop. */
final class TaskQueue {
    private final Deque<Task> again = new ArrayDeque<>();
    private final Iterator<Work.Group> groups;
    private Work.Group group;

    TaskQueue(Work work) {
        groups = work.groups().iterator();
    }

    /**
     * Returns the next task, or null if there is none now.
     *
     * @param isIdle whether nothing is under way: then null says that all is over
     */
    Task next(boolean isIdle) {
        if (!again.isEmpty()) {
            return again.removeFirst();
        }
        while (group == null || !group.tasks().hasNext()) {
            if (!groups.hasNext() || !isIdle) {
                return null;
            }
            group = groups.next();
        }
        return group.tasks().next();
    }

    /** Takes a task for another transfer, before any other. */
    void again(Task task) {
        again.addFirst(task);
    }

    /** Returns how many tasks may be under way. */
    int mostAtOnce() {
        return group == null ? 1 : group.mostAtOnce();
    }

    /** Forgets all tasks. */
    void clear() {
        again.clear();
        group = null;
        groups.forEachRemaining(none -> {});
    }
}
