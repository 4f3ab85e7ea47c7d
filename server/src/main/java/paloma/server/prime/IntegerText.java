package paloma.server.prime;

import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A number as Python's {@code int(bytes)} reads it: ASCII white space around, a sign, digits with single {@code _}
 * between them, at most {@value #MAX_DIGITS} digits (Python's default of {@code sys.set_int_max_str_digits}; leading
 * zeros count). Reading takes one pass; what costs more than that, turning long digits into a number, is left to
 * {@link #toInteger}.
 */
final class IntegerText {
    static final int MAX_DIGITS = 4_300;

    /** The most bytes between the white space: a sign, and the most digits with {@code _} between all of them. */
    private static final int MAX_BYTES = 1 + MAX_DIGITS + (MAX_DIGITS - 1);

    /** The digits that always fit a word, for 10^19 is less than 2^64. */
    private static final int SAFE_DIGITS = 19;

    private static final long WORD_TENTH = Long.divideUnsigned(-1L, 10);
    private static final long WORD_LAST_DIGIT = Long.remainderUnsigned(-1L, 10);

    private boolean integer;
    private boolean negative;
    private boolean fitsWord = true;
    private long word;
    private int digits;
    private int significantDigits;
    private int start;
    private int end;

    private IntegerText() {}

    /** Reads all readable bytes; their indices stay as they are. */
    static IntegerText of(ByteBuf bytes) {
        IntegerText text = new IntegerText();
        text.start = bytes.readerIndex();
        text.end = bytes.writerIndex();
        text.strip(bytes);
        text.readSign(bytes);
        text.integer = text.end - text.start <= MAX_BYTES && text.readDigits(bytes);
        return text;
    }

    boolean isInteger() {
        return integer;
    }

    boolean isNegative() {
        return negative;
    }

    /** Says whether the number without its sign is below 2^64, and so is {@link #word()}. */
    boolean fitsWord() {
        return fitsWord;
    }

    /** Gives the number without its sign, as an unsigned word. */
    long word() {
        return word;
    }

    /** Copies the digits that count out of the buffer that was read: no sign, no {@code _}, no leading zeros. */
    byte[] significantDigits(ByteBuf bytes) {
        byte[] copy = new byte[significantDigits];
        int left = significantDigits;
        for (int i = end - 1; left > 0; i--) {
            byte b = bytes.getByte(i);
            if (b != '_') {
                copy[--left] = b;
            }
        }
        return copy;
    }

    /** Turns digits into a number, in time that grows with the square of their count: not for an event loop. */
    static BigInteger toInteger(byte[] digits) {
        return new BigInteger(new String(digits, StandardCharsets.US_ASCII));
    }

    private void strip(ByteBuf bytes) {
        while (start < end && isWhiteSpace(bytes.getByte(start))) {
            start++;
        }
        while (end > start && isWhiteSpace(bytes.getByte(end - 1))) {
            end--;
        }
    }

    private void readSign(ByteBuf bytes) {
        if (start < end) {
            byte first = bytes.getByte(start);
            negative = first == '-';
            start += negative || first == '+' ? 1 : 0;
        }
    }

    private boolean readDigits(ByteBuf bytes) {
        boolean afterDigit = false;
        for (int i = start; i < end; i++) {
            byte b = bytes.getByte(i);
            if (b >= '0' && b <= '9') {
                append(b - '0');
                afterDigit = true;
            } else if (b == '_' && afterDigit) {
                afterDigit = false;
            } else {
                return false;
            }
        }
        return afterDigit && digits <= MAX_DIGITS;
    }

    private void append(int digit) {
        digits++;
        if (significantDigits == 0 && digit == 0) {
            return;
        }
        significantDigits++;
        if (significantDigits > SAFE_DIGITS) {
            fitsWord = fitsWord && hasRoomFor(digit);
        }
        word = word * 10 + digit;
    }

    private boolean hasRoomFor(int digit) {
        int order = Long.compareUnsigned(word, WORD_TENTH);
        return order < 0 || (order == 0 && digit <= WORD_LAST_DIGIT);
    }

    /** Space, tab, line feed, vertical tab, form feed, carriage return. */
    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
