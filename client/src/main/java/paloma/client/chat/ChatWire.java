package paloma.client.chat;

/** The way to the server, as a session uses it; what comes of it is told to the session later. */
interface ChatWire {
    /** Opens a new socket, over UDP from a new port; then {@link ChatSession#opened} or {@link ChatSession#failed} follows. */
    void dial();

    /** Sends lines, each with its line feed; over datagrams as one. */
    void send(String lines);

    void hangUp();
}
