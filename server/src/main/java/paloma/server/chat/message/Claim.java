package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Somebody at this IP address wants a name that somebody of another server has: it is to be given up if that is what is left
 * of himself.
 *
 * <pre>
 * 01                       version
 * 06                       type: Claim
 * 00 03 61 6e 61           name: ana
 * 00 05 6c 6f 62 62 79     room: lobby
 * 04                       4 bytes of address, or 16
 * c0 00 02 01              192.0.2.1
 * </pre>
 */
public record Claim(ChatName name, ChatName room, InetAddress host) implements Message {
    static final int TYPE = 6;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        Text.write(out, name);
        Text.write(out, room);
        byte[] address = host.getAddress();
        out.writeByte(address.length).writeBytes(address);
    }

    static Claim read(ByteBuf in) {
        ChatName name = Text.readName(in);
        ChatName room = name == null ? null : Text.readName(in);
        InetAddress host = room == null ? null : readHost(in);
        return host == null ? null : new Claim(name, room, host);
    }

    private static InetAddress readHost(ByteBuf in) {
        int length = in.isReadable() ? in.readUnsignedByte() : 0;
        if (length != IPV4_BYTES && length != IPV6_BYTES || in.readableBytes() < length) {
            return null;
        }
        try {
            return InetAddress.getByAddress(ByteBufUtil.getBytes(in.readSlice(length)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // of another length alone
        }
    }
}
