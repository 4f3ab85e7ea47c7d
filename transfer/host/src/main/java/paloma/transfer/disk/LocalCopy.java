package paloma.transfer.disk;

import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.FileFacts;

/**
 * What is at the place of a file that may come.
 *
 * @param refusal why none may come, or null
 * @param facts of the file that is there; null where there is none
 * @param sha256 of its content, where that was asked for and may be equal; else null
 */
public record LocalCopy(Verdict refusal, FileFacts facts, byte[] sha256) {
    static final LocalCopy NONE = new LocalCopy(null, null, null);

    /**
     * @param name relative to the base
     * @param size of the file that may come
     */
    public record Question(String name, long size) {}

    static LocalCopy refused(Verdict verdict) {
        return new LocalCopy(verdict, null, null);
    }

    /** Returns whether the file that is there has these facts already, as far as the system keeps them. */
    public boolean hasFacts(FileFacts wanted) {
        return facts != null && PresentEntry.areSame(facts, wanted);
    }
}
