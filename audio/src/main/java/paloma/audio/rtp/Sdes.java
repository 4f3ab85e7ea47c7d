package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Which lasting names are behind SSRCs (RFC 3550, 6.5). Items other than the name are passed over and never written.
 *
 * <pre>
 * chunk:  SSRC, items, then 1 to 4 zeros up to a multiple of four bytes
 * item:   type (1: CNAME), length, text
 *
 * 81 ca 00 06                 source description of one chunk, 6 words more
 * de ca fb ad                 SSRC
 * 01 10                       CNAME of 16 bytes
 * 6b 4f 50 2b 39 41 4c 37     "kOP+9AL7xR2/qYwZ"
 * 78 52 32 2f 71 59 77 5a
 * 00 00                       end of the chunk
 * </pre>
 *
 * @param chunks at most 31
 */
public record Sdes(List<Chunk> chunks) implements RtcpPacket {
    static final int TYPE = 202;

    private static final int END = 0;
    private static final int CNAME = 1;

    /** @param cname at most 255 bytes of UTF-8; empty where none was said: then none is written */
    public record Chunk(int ssrc, String cname) {}

    public static Sdes of(int ssrc, String cname) {
        return new Sdes(List.of(new Chunk(ssrc, cname)));
    }

    @Override
    public void write(ByteBuf out) {
        int start = Rtcp.begin(out, chunks.size(), TYPE);
        for (Chunk chunk : chunks) {
            out.writeInt(chunk.ssrc());
            if (!chunk.cname().isEmpty()) {
                RtcpText.write(out.writeByte(CNAME), chunk.cname());
            }
            out.writeZero(toBoundary(out.writerIndex() - start));
        }
        Rtcp.end(out, start);
    }

    /** How many zeros end a chunk: at least one. */
    private static int toBoundary(int bytes) {
        return Integer.BYTES - bytes % Integer.BYTES;
    }

    static Sdes read(ByteBuf in, int count) {
        ByteBuf body = in.slice();
        List<Chunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Chunk chunk = readChunk(body);
            if (chunk == null) {
                return null;
            }
            chunks.add(chunk);
        }
        return new Sdes(chunks);
    }

    private static Chunk readChunk(ByteBuf in) {
        if (in.readableBytes() < 2 * Integer.BYTES) {
            return null;
        }
        int ssrc = in.readInt();
        String cname = "";
        for (int type = in.readUnsignedByte(); type != END; type = in.readUnsignedByte()) {
            String text = RtcpText.read(in);
            if (text == null || !in.isReadable()) {
                return null;
            }
            cname = type == CNAME ? text : cname;
        }
        // Counted from the body's start, which is a multiple of four bytes from the packet's; so is its end.
        in.skipBytes(-in.readerIndex() & (Integer.BYTES - 1));
        return new Chunk(ssrc, cname);
    }
}
