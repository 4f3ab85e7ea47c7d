package paloma.audio;

import java.io.InputStream;

/** Standard input that holds some samples again and again, as from a pipe whose writer does not end. */
final class EndlessNoise extends InputStream {
    private final byte[] bytes;
    private int at;

    EndlessNoise(short[] samples) {
        bytes = Heard.bytes(samples);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, from, count);
        at = (at + count) % bytes.length;
        return count;
    }
}
