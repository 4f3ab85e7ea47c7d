package paloma.audio.fuzz;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Function;

/** A decoder of datagrams, which neither moves their indexes nor keeps them. */
public abstract class DecoderFuzzTest<T> extends FuzzTest {
    private static final int MAX_DATAGRAM = 1_500;

    private final Function<ByteBuf, T> decoder;
    private final List<byte[]> examples;
    private final int soakInputs;

    /**
     * @param decoder returns null for what is not sound
     * @param mostAllocated bytes of memory for one datagram
     */
    protected DecoderFuzzTest(Function<ByteBuf, T> decoder, List<byte[]> examples, int soakInputs, long mostAllocated) {
        super(MAX_DATAGRAM, mostAllocated);
        this.decoder = decoder;
        this.examples = examples;
        this.soakInputs = soakInputs;
    }

    /** Checks what the decoder has made of an input. */
    protected abstract void check(T decoded, byte[] input);

    @Override
    protected final List<byte[]> examples() {
        return examples;
    }

    @Override
    protected final int soakInputs() {
        return soakInputs;
    }

    @Override
    protected final boolean check(byte[] input) {
        T decoded = Datagrams.decode(Datagrams.of(input), decoder);
        if (decoded == null) {
            return false;
        }
        check(decoded, input);
        return true;
    }
}
