package paloma.server.upload;

import java.net.SocketAddress;
import paloma.server.console.SourceText;

/**
 * A sender of uploads: an address and the endpoint it sends to; the same address at two endpoints is two senders.
 *
 * @param listener the connection that is told the outcome; null for datagrams
 */
record UploadSender(Gateway gateway, SocketAddress address, UploadListener listener) {
    /** Makes a sender of datagrams. */
    UploadSender(Gateway gateway, SocketAddress address) {
        this(gateway, address, null);
    }

    boolean isStream() {
        return listener != null;
    }

    @Override
    public String toString() {
        return SourceText.of(address);
    }
}
