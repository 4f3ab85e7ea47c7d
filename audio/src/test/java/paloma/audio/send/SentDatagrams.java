package paloma.audio.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;

/** The datagrams of a sound as a sender writes them, for tests of who hears them. */
public final class SentDatagrams {
    private SentDatagrams() {}

    /** Returns them in order, of {@code packetFrames} frames each; what is left over at the end is not in them. */
    public static List<ByteBuf> of(short[] stereo, int packetFrames, boolean raw, int redundancy) {
        Packets packets = new Packets(new SendSettings(
                List.of(),
                StreamFormat.DEFAULT,
                10,
                null,
                packetFrames,
                packetFrames,
                raw,
                redundancy,
                Fec.OFF,
                true,
                RtcpPort.MUXED,
                false,
                false,
                1,
                null));
        List<ByteBuf> datagrams = new ArrayList<>();
        for (int at = 0; at + packetFrames <= stereo.length / 2; at += packetFrames) {
            ByteBuf datagram = Unpooled.buffer();
            packets.write(stereo, at, packetFrames, datagram);
            datagrams.add(datagram);
        }
        return datagrams;
    }
}
