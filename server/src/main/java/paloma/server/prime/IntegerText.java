package paloma.server.prime;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A number as Python's {@code int(bytes)} reads it: ASCII white space around, a sign, digits with single {@code _}
 * between them, at most {@value #MAX_DIGITS} digits (Python's default of {@code sys.set_int_max_str_digits}; leading
 * zeros count). Reading takes one pass; what costs more than that, turning long digits into a number, is left to
 * {@link #toInteger}.
 */
final class IntegerText implements ByteProcessor {
    static final int MAX_DIGITS = 4_300;

    /** The most bytes between the white space: a sign, and the most digits with {@code _} between all of them. */
    private static final int MAX_BYTES = 1 + MAX_DIGITS + (MAX_DIGITS - 1);

    /** The digits that always fit a word, for 10^19 is less than 2^64. */
    private static final int SAFE_DIGITS = 19;

    private static final long WORD_TENTH = Long.divideUnsigned(-1L, 10);
    private static final long WORD_LAST_DIGIT = Long.remainderUnsigned(-1L, 10);

    private boolean integer;
    private boolean negative;
    private boolean afterDigit;
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
        text.strip(bytes);
        text.readSign(bytes);
        text.integer = text.readDigits(bytes);
        return text;
    }

    boolean isInteger() {
        return integer;
    }

    boolean isNegative() {
        return negative;
    }

    /** Returns whether the number without its sign is below 2^64, and so is {@link #word()}. */
    boolean fitsWord() {
        return fitsWord;
    }

    /** Returns the number without its sign, as an unsigned word. */
    long word() {
        return word;
    }

    /** Copies the digits, and the {@code _} between them, out of the buffer that was read. */
    byte[] digits(ByteBuf bytes) {
        byte[] digits = new byte[end - start];
        bytes.getBytes(start, digits);
        return digits;
    }

    /** Turns digits into a number, in time that grows with the square of their count: not for an event loop. */
    static BigInteger toInteger(byte[] digits) {
        return new BigInteger(new String(digits, StandardCharsets.US_ASCII).replace("_", ""));
    }

    private void strip(ByteBuf bytes) {
        int first = bytes.forEachByte(IntegerText::isWhiteSpace);
        if (first >= 0) {
            start = first;
            end = 1 + bytes.forEachByteDesc(IntegerText::isWhiteSpace);
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
        int length = end - start;
        return length <= MAX_BYTES && bytes.forEachByte(start, length, this) < 0 && afterDigit;
    }

    /** Reads a byte between the sign and the white space; false where it or a digit too many ends the reading. */
    @Override
    public boolean process(byte b) {
        if (b >= '0' && b <= '9') {
            append(b - '0');
            afterDigit = true;
            return digits <= MAX_DIGITS;
        }
        boolean between = b == '_' && afterDigit;
        afterDigit = false;
        return between;
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
