package paloma.transfer.tree;

import io.netty.buffer.ByteBuf;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;

/** A name behind its length as u16. */
final class EntryName {
    private EntryName() {}

    static byte[] encode(String name) {
        return NameBytes.encode(name);
    }

    static void write(ByteBuf out, String name) {
        byte[] bytes = encode(name);
        if (bytes.length > TreeEntry.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a name of " + bytes.length + " bytes");
        }
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    /** Returns what was sent, whatever it is: one bad name is refused alone. */
    static String read(ByteBuf in) throws RefusedException {
        int length = Damaged.bytes(in, Short.BYTES).readUnsignedShort();
        return NameBytes.decode(TreeEntry.bytes(in, length));
    }
}
