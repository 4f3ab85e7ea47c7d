package paloma.net.dtls;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;

/** What Scandium asks a socket about before it starts; closed from the beginning, it sends and receives nothing. */
final class NoSocket extends DatagramSocket {
    NoSocket() throws SocketException {
        super((SocketAddress) null);
        super.close();
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public int getReceiveBufferSize() {
        return 0;
    }

    @Override
    public int getSendBufferSize() {
        return 0;
    }

    @Override
    public int getLocalPort() {
        return 0;
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public void send(DatagramPacket packet) {
        throw new UnsupportedOperationException("records leave by the channel");
    }
}
