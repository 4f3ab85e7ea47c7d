package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** Refuses a batch that nobody who keeps to the format has sent: nothing of it is used. */
final class Damaged {
    private Damaged() {}

    static void unless(boolean sound) throws RefusedException {
        if (!sound) {
            throw new RefusedException(Reason.PROTOCOL, "what was sent of a tree is damaged or from another version");
        }
    }

    static int unless(boolean sound, int number) throws RefusedException {
        unless(sound);
        return number;
    }

    /** Returns the buffer if as many bytes are left. */
    static ByteBuf bytes(ByteBuf in, long count) throws RefusedException {
        unless(count <= in.readableBytes());
        return in;
    }

    /** Refuses a name that comes twice: what is there in the end would be chance. The facts of a folder count apart. */
    static void unlessSole(List<TreeEntry> entries) throws RefusedException {
        Set<String> things = new HashSet<>();
        Set<String> facts = new HashSet<>();
        for (TreeEntry entry : entries) {
            unless((entry.kind() == TreeEntry.Kind.FOLDER_FACTS ? facts : things).add(entry.name()));
        }
    }
}
