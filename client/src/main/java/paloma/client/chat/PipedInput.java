package paloma.client.chat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/** Lines from a pipe or a file. */
final class PipedInput implements ChatInput {
    private static final int READ_BYTES = 8_192;

    private final InputStream in;

    PipedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public boolean read(Lines lines) throws IOException, InterruptedException {
        Queue<byte[]> cut = new ArrayDeque<>();
        LineCutter cutter = new LineCutter(cut::add);
        byte[] buffer = new byte[READ_BYTES];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            cutter.add(Arrays.copyOf(buffer, length));
            pass(cut, lines);
        }
        cutter.end();
        pass(cut, lines);
        return false;
    }

    private static void pass(Queue<byte[]> cut, Lines lines) throws InterruptedException {
        for (byte[] line = cut.poll(); line != null; line = cut.poll()) {
            lines.add(line);
        }
    }
}
