package paloma.audio.source;

import java.nio.ByteBuffer;

/**
 * How a sample is stored, little-endian, and how it becomes one of 16 bits: rounded to the nearest, and cut off at full
 * scale.
 */
enum SampleFormat {
    UNSIGNED_8(1) {
        @Override
        short read(ByteBuffer bytes, int at) {
            return (short) ((bytes.get(at) & 0xFF) - 128 << 8);
        }
    },
    SIGNED_16(2) {
        @Override
        short read(ByteBuffer bytes, int at) {
            return bytes.getShort(at);
        }
    },
    SIGNED_24(3) {
        @Override
        short read(ByteBuffer bytes, int at) {
            return rounded((bytes.getShort(at + 1) << 8 | bytes.get(at) & 0xFF) / 256.0);
        }
    },
    SIGNED_32(4) {
        @Override
        short read(ByteBuffer bytes, int at) {
            return rounded(bytes.getInt(at) / 65_536.0);
        }
    },
    FLOAT_32(4) {
        @Override
        short read(ByteBuffer bytes, int at) {
            return rounded(bytes.getFloat(at) * FULL_SCALE);
        }
    },
    FLOAT_64(8) {
        @Override
        short read(ByteBuffer bytes, int at) {
            return rounded(bytes.getDouble(at) * FULL_SCALE);
        }
    };

    private static final double FULL_SCALE = 32_768;

    private final int bytes;

    SampleFormat(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    boolean isFloat() {
        return this == FLOAT_32 || this == FLOAT_64;
    }

    /** Returns whether so many bits need these bytes and no fewer; floating point has no other sizes. */
    boolean holds(int bits) {
        return isFloat() ? bits == 8 * bytes : bits > 8 * (bytes - 1) && bits <= 8 * bytes;
    }

    abstract short read(ByteBuffer bytes, int at);

    /** What is no number is silence. */
    private static short rounded(double sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
    }
}
