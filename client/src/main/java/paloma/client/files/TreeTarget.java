package paloma.client.files;

import java.util.List;
import paloma.transfer.disk.LocalCopy;
import paloma.transfer.disk.Root;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.Verdict;

/**
 * Where a tree goes on this machine.
 *
 * @param base the folder below the root that all names are relative to; empty for the root
 * @param force whether what is there may be replaced
 * @param sync whether the device has to have stored what is said to be done
 */
record TreeTarget(Root root, String base, boolean force, boolean sync) {
    /** Returns what is here of each file, for it may be equal. Blocks. */
    List<LocalCopy> copies(List<LocalCopy.Question> files) throws RefusedException {
        return root.copies(base, files, force);
    }

    /** Stores what is in a pack, and returns what became of each entry. Blocks. */
    List<Verdict> unpack(PackBuilder pack) throws RefusedException {
        return root.unpack(base, pack.bytes(), force, sync);
    }

    /** Returns the name of a file below the root. */
    String full(String name) {
        return base.isEmpty() ? name : name.isEmpty() ? base : base + '/' + name;
    }
}
