package paloma.server.peer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import paloma.net.SourcePrefix;
import paloma.server.guard.AnswerBudget;
import paloma.server.guard.SourceBuckets;

/**
 * What is known of those who have not proved their addresses to a service: whom it has told a code, and who has tried how
 * many. An address is told one code in the time that this is good, whatever comes from there. Any thread.
 */
final class Strangers {
    /** Strangers who are told their codes in a second, in all: more than come to a stadium's gates. */
    private static final int TOLD_PER_SECOND = 1_000;

    /** Wrong codes of one address; five in a million guess one. */
    static final int MAX_TRIES = 5;

    /** Wrong codes of one source, whatever its ports: who has all of them guesses one in weeks. */
    static final int MAX_TRIES_OF_SOURCE = 100;

    private final Codes codes = new Codes();
    private final AttemptTable table = new AttemptTable();
    private final AnswerBudget budget;
    private final long addressSecret;
    private final long sourceSecret;

    Strangers(long nowNanos) {
        budget = new AnswerBudget(TOLD_PER_SECOND, nowNanos);
        SecureRandom random = new SecureRandom();
        addressSecret = random.nextLong();
        sourceSecret = random.nextLong();
    }

    /** Returns whether this address was told a code that is still good. */
    boolean isTold(InetSocketAddress source, long nowNanos) {
        return table.has(hash(source), Codes.minute(nowNanos));
    }

    /**
     * Returns the code to tell an address, from now on told, or {@link CodeText#NONE} where it is to be told nothing.
     *
     * @param unlimited whether the bound on all does not bind it
     */
    int tell(InetSocketAddress source, boolean unlimited, long nowNanos) {
        boolean may = (unlimited || budget.take(1, nowNanos)) && table.note(hash(source), Codes.minute(nowNanos));
        return may ? codes.code(source, Codes.minute(nowNanos)) : CodeText.NONE;
    }

    /** Returns whether this is the code that the address was told, and it may still try. */
    boolean isProvedBy(InetSocketAddress source, int code, long nowNanos) {
        long minute = Codes.minute(nowNanos);
        long address = hash(source);
        long prefix = SourceBuckets.mix(SourcePrefix.of(source.getAddress()) ^ sourceSecret);
        boolean mayTry = isNoted(prefix, minute)
                && table.count(prefix, minute) < MAX_TRIES_OF_SOURCE
                && table.raise(address, minute) <= MAX_TRIES;
        if (!mayTry) {
            return false;
        }
        if (code == codes.code(source, minute - table.ageMinutes(address, minute))) {
            return true;
        }
        table.raise(prefix, minute);
        return false;
    }

    /** Asked again, for another event loop may have noted it meanwhile. */
    private boolean isNoted(long hash, long minute) {
        return table.has(hash, minute) || table.note(hash, minute) || table.has(hash, minute);
    }

    /** Returns whether this was told the address within the time that codes are good. */
    boolean isOf(InetSocketAddress source, int code, long nowNanos) {
        long minute = Codes.minute(nowNanos);
        for (int age = 0; age < Codes.GOOD_MINUTES; age++) {
            if (code == codes.code(source, minute - age)) {
                return true;
            }
        }
        return false;
    }

    /** Called when one who has proved his address has gone: he may prove it again. */
    void forget(InetSocketAddress source) {
        table.forget(hash(source));
    }

    private long hash(InetSocketAddress source) {
        byte[] address = source.getAddress().getAddress();
        long hash = addressSecret ^ source.getPort() ^ (long) SourceKey.scope(source) << Short.SIZE;
        for (int i = 0; i < address.length; i += Integer.BYTES) {
            hash = SourceBuckets.mix(hash ^ addressSecret)
                    + ByteBuffer.wrap(address).getInt(i);
        }
        return SourceBuckets.mix(hash ^ addressSecret);
    }
}
