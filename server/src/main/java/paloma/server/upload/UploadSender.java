package paloma.server.upload;

import java.net.SocketAddress;
import paloma.server.console.SourceText;

/** A sender of uploads: an address and the endpoint it sends to; the same address at two endpoints is two senders. */
record UploadSender(Gateway gateway, SocketAddress address) {
    @Override
    public String toString() {
        return SourceText.of(address);
    }
}
