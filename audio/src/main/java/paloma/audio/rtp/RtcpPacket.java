package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;

/** One packet of those that a datagram of RTCP is made of; {@link Rtcp} reads and writes whole datagrams. */
public sealed interface RtcpPacket permits SenderReport, ReceiverReport, Sdes, Bye, GenericNack, ExtendedReport {
    /** Writes the packet at the writer index, header and all. */
    void write(ByteBuf out);
}
