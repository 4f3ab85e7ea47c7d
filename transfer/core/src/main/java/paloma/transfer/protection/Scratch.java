package paloma.transfer.protection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Arrays of a thread in which packets are sealed and opened: the JDK's cipher is faster there than in direct memory. */
final class Scratch {
    private static final int BYTES = 1 << 16;
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    final byte[] sealed = new byte[BYTES];
    final byte[] opened = new byte[BYTES];
    final ByteBuf openedBuffer = Unpooled.wrappedBuffer(opened);
    final byte[] text = new byte[BYTES];
    final ByteBuf textBuffer = Unpooled.wrappedBuffer(text);

    static Scratch ofThread() {
        return OF_THREAD.get();
    }
}
