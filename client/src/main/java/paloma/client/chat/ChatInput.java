package paloma.client.chat;

import java.io.IOException;

/** Where the lines of one's own come from; read by a thread of its own, which may block. */
interface ChatInput {
    /** Where they go. */
    interface Lines {
        /** Waits while there are many. */
        void add(byte[] line) throws InterruptedException;
    }

    /** Reads to the end; returns whether one is to leave at once, as at Ctrl-C. */
    boolean read(Lines lines) throws IOException, InterruptedException;
}
