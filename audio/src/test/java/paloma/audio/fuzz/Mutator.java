package paloma.audio.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes hostile bytes, most of them out of sound ones: what is rubbish from its first byte on is refused there. */
public final class Mutator {
    private static final int MAX_RUBBISH = 96;
    private static final int MAX_FLIPS = 4;
    private static final int MAX_REPEATS = 20;

    /** Lengths, counts and numbers go wrong where they end. */
    private static final int[] EXTREMES = {
        0, 1, 2, 3, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 1 << 31, -1
    };

    private final Random random;
    private final List<byte[]> examples;
    private final int mostBytes;

    /** @param mostBytes of one input */
    public Mutator(long seed, List<byte[]> examples, int mostBytes) {
        this.random = new Random(seed);
        this.examples = examples;
        this.mostBytes = mostBytes;
    }

    /** Returns the next input: an example, or what became of one in up to three steps. */
    public byte[] next() {
        byte[] bytes = example();
        for (int step = random.nextInt(4); step > 0; step--) {
            bytes = mutated(bytes);
        }
        return bytes.length <= mostBytes ? bytes : Arrays.copyOf(bytes, mostBytes);
    }

    private byte[] example() {
        return examples.get(random.nextInt(examples.size())).clone();
    }

    private byte[] mutated(byte[] bytes) {
        return switch (random.nextInt(9)) {
            case 0 -> rubbish(bytes);
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2, 3 -> flipped(bytes);
            case 4 -> withExtreme(bytes);
            case 5 -> spliced(bytes, example());
            case 6 -> joined(bytes, example());
            case 7 -> repeated(bytes);
            default -> without(bytes);
        };
    }

    /** Returns rubbish, with or without the head of what was sound. */
    private byte[] rubbish(byte[] bytes) {
        byte[] rubbish = new byte[random.nextInt(MAX_RUBBISH)];
        random.nextBytes(rubbish);
        System.arraycopy(bytes, 0, rubbish, 0, random.nextInt(1 + Math.min(bytes.length, rubbish.length)));
        return rubbish;
    }

    private byte[] flipped(byte[] bytes) {
        for (int n = random.nextInt(MAX_FLIPS); n >= 0 && bytes.length > 0; n--) {
            int at = random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(Math.min(bytes.length, 16));
            bytes[at] ^= (byte) (random.nextBoolean() ? 1 << random.nextInt(8) : random.nextInt());
        }
        return bytes;
    }

    /** Writes an extreme number of one, two or four bytes somewhere, in either order of its bytes. */
    private byte[] withExtreme(byte[] bytes) {
        int size = 1 << random.nextInt(3);
        if (bytes.length < size) {
            return bytes;
        }
        int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
        int at = random.nextInt(bytes.length - size + 1);
        boolean isBigEndian = random.nextBoolean();
        for (int i = 0; i < size; i++) {
            bytes[at + i] = (byte) (extreme >>> 8 * (isBigEndian ? size - 1 - i : i));
        }
        return bytes;
    }

    private byte[] spliced(byte[] head, byte[] tail) {
        return joined(
                Arrays.copyOf(head, random.nextInt(head.length + 1)),
                Arrays.copyOfRange(tail, random.nextInt(tail.length + 1), tail.length));
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }

    /** Repeats a part of it where it stands, as often as there is room. */
    private byte[] repeated(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(bytes.length - from + 1);
        byte[] part = Arrays.copyOfRange(bytes, from, to);
        byte[] all = Arrays.copyOf(bytes, to);
        for (int n = random.nextInt(MAX_REPEATS); n >= 0 && all.length < mostBytes; n--) {
            all = joined(all, part);
        }
        return joined(all, Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private byte[] without(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(bytes.length - from + 1);
        return joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
    }
}
