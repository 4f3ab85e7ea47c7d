package paloma.client.files;

import paloma.transfer.ServerKeyCheck;

/** Which key the server is expected to have, and what happens when it has shown that it does. */
interface ServerTrust extends ServerKeyCheck {
    /** Called, on an event loop, when a handshake has proved that the server holds the key. */
    void proved(byte[] serverKey);

    /** Remembers and reports what has been proved; called now and then, on a thread that may block. */
    default void settle() {}
}
