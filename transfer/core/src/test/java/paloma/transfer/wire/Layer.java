package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** What has a type and fields: messages, which are datagrams in clear, and frames, which are sealed; each with types of its own. */
enum Layer {
    MESSAGE(Message.class) {
        @Override
        int encode(Object content, ByteBuf out) {
            return Wire.encode((Message) content, out);
        }

        @Override
        Object decode(ByteBuf in) {
            return Wire.decode(in);
        }
    },
    FRAME(Frame.class) {
        @Override
        int encode(Object content, ByteBuf out) {
            return Frame.encode((Frame) content, out);
        }

        @Override
        Object decode(ByteBuf in) {
            return Frame.decode(in);
        }
    };

    final Class<?> contents;

    Layer(Class<?> contents) {
        this.contents = contents;
    }

    abstract int encode(Object content, ByteBuf out);

    abstract Object decode(ByteBuf in);

    Object decode(byte[] bytes) {
        return decode(Unpooled.wrappedBuffer(bytes));
    }

    static Layer of(Object content) {
        return content instanceof Message ? MESSAGE : FRAME;
    }

    static byte[] encode(Object content) {
        ByteBuf out = Unpooled.buffer();
        int length = of(content).encode(content, out);
        byte[] bytes = ByteBufUtil.getBytes(out);
        out.release();
        if (length != bytes.length) {
            throw new AssertionError(length + " bytes said, " + bytes.length + " written");
        }
        return bytes;
    }
}
