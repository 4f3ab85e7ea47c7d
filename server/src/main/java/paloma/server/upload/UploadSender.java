package paloma.server.upload;

import java.net.SocketAddress;
import paloma.server.console.SourceText;

/** Who uploads: an address, and by which of our endpoints, for the same address by two of them is not one sender. */
record UploadSender(Gateway gateway, SocketAddress address) {
    @Override
    public String toString() {
        return SourceText.of(address);
    }
}
