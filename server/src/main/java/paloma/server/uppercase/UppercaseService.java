package paloma.server.uppercase;

import io.netty.buffer.ByteBuf;
import paloma.service.Request;
import paloma.service.Service;

/** Strips ASCII white space at both ends and raises ASCII letters; other bytes stay as they are. */
public final class UppercaseService implements Service {
    @Override
    public void serve(Request request) {
        ByteBuf text = request.payload();
        int start = text.readerIndex();
        int end = text.writerIndex();
        while (start < end && isWhiteSpace(text.getByte(start))) {
            start++;
        }
        while (end > start && isWhiteSpace(text.getByte(end - 1))) {
            end--;
        }
        for (int i = start; i < end; i++) {
            byte b = text.getByte(i);
            if (b >= 'a' && b <= 'z') {
                text.setByte(i, b - ('a' - 'A'));
            }
        }
        request.answer(text.retainedSlice(start, end - start));
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    /** Space, and tab, line feed, vertical tab, form feed, carriage return: what C's {@code isspace} takes for white. */
    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
