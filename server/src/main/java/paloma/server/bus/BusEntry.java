package paloma.server.bus;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One entry of the stream of all servers, as fields: {@code s} is who says it, {@code n} counts what he has said, and
 * {@code m} is the message; it is missing where he says good-bye.
 *
 * @param server sixteen hexadecimal digits, chosen when that server started
 * @param message null for a good-bye
 */
record BusEntry(String server, long number, byte[] message) {
    static final int MAX_MESSAGE_BYTES = 16_384;

    private static final byte[] SERVER = {'s'};
    private static final byte[] NUMBER = {'n'};
    private static final byte[] MESSAGE = {'m'};
    private static final int MAX_NUMBER_DIGITS = 18;

    boolean isGoodbye() {
        return message == null;
    }

    Map<byte[], byte[]> encode() {
        Map<byte[], byte[]> fields = new HashMap<>();
        fields.put(SERVER, server.getBytes(StandardCharsets.US_ASCII));
        fields.put(NUMBER, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        if (message != null) {
            fields.put(MESSAGE, message);
        }
        return fields;
    }

    /** Returns null for what no server of ours has written. */
    static BusEntry decode(Map<byte[], byte[]> fields) {
        String server = null;
        long number = -1;
        byte[] message = null;
        for (Map.Entry<byte[], byte[]> field : fields.entrySet()) {
            byte[] value = field.getValue();
            switch (name(field.getKey())) {
                case 's' -> server = ServerId.parse(value);
                case 'n' -> number = number(value);
                case 'm' -> message = value;
                default -> {
                    return null;
                }
            }
        }
        boolean sound = server != null && number >= 0 && (message == null || message.length <= MAX_MESSAGE_BYTES);
        return sound ? new BusEntry(server, number, message) : null;
    }

    private static char name(byte[] key) {
        return key.length == 1 ? (char) key[0] : 0;
    }

    private static long number(byte[] digits) {
        if (digits.length == 0 || digits.length > MAX_NUMBER_DIGITS) {
            return -1;
        }
        long number = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }
}
