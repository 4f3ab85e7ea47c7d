package paloma.transfer.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paloma.transfer.name.PartNames;

/**
 * Who holds a part, as its holder writes it beside the part each second. The number is the fence: whoever takes the part
 * over has the next one, which is in the name of the new part. In the file it is text, filled up to {@link #BYTES}:
 *
 * <pre>
 * paloma lease v 1
 * number 3
 * holder 5d1f0a9b3c7e2244
 * beat 17
 * replica b
 * </pre>
 *
 * @param holder by chance, other than 0; 0 where the part is not held
 * @param beat grows with each renewal
 * @param replica the name of the holder's server, or empty
 */
record Lease(long number, long holder, long beat, String replica) {
    static final int BYTES = 512;

    /** Where there is no file. */
    static final Lease NONE = new Lease(0, 0, 0, "");

    private static final Pattern TEXT = Pattern.compile("paloma lease v 1\nnumber ([0-9]{1,9})\nholder ([0-9a-f]{16})\n"
            + "beat ([0-9]{1,18})\nreplica ([^\n]*)\n\n*");

    boolean isHeld() {
        return holder != 0;
    }

    /** Returns what its holder writes next. */
    Lease next() {
        return new Lease(number, holder, beat + 1, replica);
    }

    /** Returns what stays when its holder has done: the number, and whose it was last. */
    Lease free() {
        return new Lease(number, 0, 0, replica);
    }

    boolean mayBeFollowed() {
        return number < PartNames.MAX_NUMBER;
    }

    ByteBuffer encode() {
        byte[] bytes = new byte[BYTES];
        Arrays.fill(bytes, (byte) '\n');
        byte[] text = "paloma lease v 1\nnumber %d\nholder %016x\nbeat %d\nreplica %s\n"
                .formatted(number, holder, beat, replica)
                .getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, bytes, 0, Math.min(text.length, BYTES - 1));
        return ByteBuffer.wrap(bytes);
    }

    /** Returns {@link #NONE} for what is no lease. */
    static Lease decode(byte[] bytes, int length) {
        Matcher text = TEXT.matcher(new String(bytes, 0, length, StandardCharsets.UTF_8));
        return text.matches()
                ? new Lease(
                        Long.parseLong(text.group(1)),
                        Long.parseUnsignedLong(text.group(2), 16),
                        Long.parseLong(text.group(3)),
                        text.group(4))
                : NONE;
    }
}
