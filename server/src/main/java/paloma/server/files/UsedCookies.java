package paloma.server.files;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which cookies have been used, as long as they may be fresh. Of each, four bits of one word are set, chosen by its MAC (a
 * Bloom filter), so the memory is fixed however many there are, no cookie is taken for an unused one, and few for used ones:
 * one in 2,000 when {@link AdmissionControl} has admitted all that it ever admits. A client that meets with that says Hello
 * once more. Cookies are filed by their own time, in two generations that take turns. Any thread.
 */
final class UsedCookies {
    /** Longer than a cookie is good, the skew of clocks included: what may be fresh is of two generations at most. */
    static final long GENERATION_MILLIS = 1 << 15;

    /** 256 KiB a generation: at 1,200 cookies a second, 1.2 for each word. */
    private static final int WORDS = 1 << 15;

    private static final int BITS = 4;
    private static final int BIT_NUMBER_BITS = 6;

    private record Generation(long number, AtomicLongArray words) {}

    private final AtomicReferenceArray<Generation> generations = new AtomicReferenceArray<>(2);

    /**
     * Returns whether a cookie was used, or looks as one that was.
     *
     * @param millis its time
     */
    boolean contains(long millis, byte[] mac) {
        long number = Math.floorDiv(millis, GENERATION_MILLIS);
        Generation generation = generations.get(slot(number));
        long bits = bits(mac);
        return generation != null
                && generation.number() == number
                && (generation.words().get(word(mac)) & bits) == bits;
    }

    /** Adds a cookie; returns whether it was unused, which one of several threads that add it at once is told. */
    boolean add(long millis, byte[] mac) {
        AtomicLongArray words =
                generation(Math.floorDiv(millis, GENERATION_MILLIS)).words();
        long bits = bits(mac);
        return (words.getAndUpdate(word(mac), set -> set | bits) & bits) != bits;
    }

    /** Also where the clock was set back: what was used before that is then forgotten. */
    private Generation generation(long number) {
        return generations.updateAndGet(
                slot(number),
                now -> now != null && now.number() == number
                        ? now
                        : new Generation(number, new AtomicLongArray(WORDS)));
    }

    private static int slot(long number) {
        return (int) (number & 1);
    }

    private static int word(byte[] mac) {
        return ByteBuffer.wrap(mac).getInt() & (WORDS - 1);
    }

    private static long bits(byte[] mac) {
        int numbers = ByteBuffer.wrap(mac).getInt(Integer.BYTES);
        long bits = 0;
        for (int i = 0; i < BITS; i++) {
            bits |= 1L << (numbers >>> i * BIT_NUMBER_BITS); // by its lowest six bits
        }
        return bits;
    }
}
