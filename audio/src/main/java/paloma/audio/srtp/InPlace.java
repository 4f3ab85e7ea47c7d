package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;

/** Seals what stands in a buffer of any kind, by way of an array: there the JDK's ciphers are fastest. */
final class InPlace {
    private static final int MAX_DATAGRAM = 1 << 16;

    private final Transform transform;
    private final byte[] scratch = new byte[MAX_DATAGRAM + Sealer.MAX_ADDED_BYTES];

    InPlace(Transform transform) {
        this.transform = transform;
    }

    void seal(ByteBuf packet, int clearBytes, int ssrc, long index) {
        int length = packet.readableBytes();
        packet.getBytes(packet.readerIndex(), scratch, 0, length);
        int sealed = transform.seal(scratch, clearBytes, length, ssrc, index);
        packet.writerIndex(packet.readerIndex()).writeBytes(scratch, 0, sealed);
    }
}
