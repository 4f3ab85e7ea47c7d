package paloma.net.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/** Walks through elements of ASN.1 as {@link Der} writes them; what it meets that was not asked for ends the walk. */
final class DerReader {
    private static final int MAX_LENGTH_BYTES = 3;

    private final ByteBuffer left;

    private DerReader(ByteBuffer left) {
        this.left = left;
    }

    static DerReader of(byte[] der) {
        return new DerReader(ByteBuffer.wrap(der));
    }

    /** Returns a reader of what is in the next element, which must have this tag. */
    DerReader enter(int tag) throws GeneralSecurityException {
        return new DerReader(next(tag));
    }

    /** Passes over the next element, which must have this tag. */
    DerReader skip(int tag) throws GeneralSecurityException {
        next(tag);
        return this;
    }

    /** Returns all that was not read yet. */
    byte[] rest() {
        byte[] bytes = new byte[left.remaining()];
        left.get(bytes);
        return bytes;
    }

    private ByteBuffer next(int tag) throws GeneralSecurityException {
        try {
            int found = left.get() & 0xFF;
            int length = length();
            if (found != tag || length > left.remaining()) {
                throw new GeneralSecurityException("unexpected element");
            }
            ByteBuffer content = left.slice().limit(length);
            left.position(left.position() + length);
            return content;
        } catch (BufferUnderflowException e) {
            throw new GeneralSecurityException("element cut short", e);
        }
    }

    private int length() throws GeneralSecurityException {
        int first = left.get() & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int bytes = first & 0x7F;
        if (bytes == 0 || bytes > MAX_LENGTH_BYTES) {
            throw new GeneralSecurityException("element of unknown length");
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | left.get() & 0xFF;
        }
        return length;
    }
}
