package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;

/** How samples stand in a packet, under the name that a session description has for it. */
public enum Encoding {
    /** 16 bits (RFC 3551, 4.5.11). */
    L16(paloma.audio.rtp.L16.SAMPLE_BYTES, paloma.audio.rtp.L16::write, paloma.audio.rtp.L16::read),

    /** 24 bits (RFC 3190). */
    L24(paloma.audio.rtp.L24.SAMPLE_BYTES, paloma.audio.rtp.L24::write, paloma.audio.rtp.L24::read);

    private final int sampleBytes;
    private final Writer writer;
    private final Reader reader;

    private interface Writer {
        void write(short[] samples, int from, int count, ByteBuf out);
    }

    private interface Reader {
        void read(ByteBuf in, short[] into, int from, int count);
    }

    Encoding(int sampleBytes, Writer writer, Reader reader) {
        this.sampleBytes = sampleBytes;
        this.writer = writer;
        this.reader = reader;
    }

    public int sampleBytes() {
        return sampleBytes;
    }

    /** Writes {@code count} samples, beginning with {@code samples[from]}, at the writer index; makes no garbage. */
    public void write(short[] samples, int from, int count, ByteBuf out) {
        writer.write(samples, from, count, out);
    }

    /** Reads {@code count} samples at the reader index and advances it; they must be there. */
    public void read(ByteBuf in, short[] into, int from, int count) {
        reader.read(in, into, from, count);
    }
}
