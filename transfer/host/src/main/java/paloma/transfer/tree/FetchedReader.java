package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import paloma.transfer.name.RefusedException;

/** Reads what {@link FetchedBuilder} writes. */
public final class FetchedReader {
    private FetchedReader() {}

    /**
     * Returns the answers to all wants, in their order.
     *
     * @param bytes the contents are parts of it
     * @throws RefusedException for anything but an answer to each want, with the file that was wanted
     */
    public static List<Fetched> read(byte[] bytes, int length, List<Wanted> wanted) throws RefusedException {
        Damaged.unless(length <= Manifest.MAX_BYTES);
        ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, length);
        List<Fetched> answers = new ArrayList<>(wanted.size());
        for (Wanted file : wanted) {
            answers.add(answer(in, bytes, file));
        }
        Damaged.unless(!in.isReadable());
        return answers;
    }

    private static Fetched answer(ByteBuf in, byte[] bytes, Wanted wanted) throws RefusedException {
        Verdict verdict = Verdict.of(Damaged.bytes(in, 1).readUnsignedByte());
        if (verdict != Verdict.WANTED) {
            return new Fetched(verdict, null, null);
        }
        TreeEntry entry = TreeEntry.read(in);
        Damaged.unless(entry.kind() == TreeEntry.Kind.FILE && entry.name().equals(wanted.name()));
        return new Fetched(
                verdict, entry, PackReader.content(in, bytes, entry.facts().size()));
    }
}
