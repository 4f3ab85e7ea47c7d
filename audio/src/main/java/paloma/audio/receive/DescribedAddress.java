package paloma.audio.receive;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.UnusableException;
import paloma.audio.sdp.SessionDescription;

/** Where a session description has its receivers listen. */
final class DescribedAddress {
    private DescribedAddress() {}

    /** Returns the group that it names, or the address if this machine has it; all addresses for any other, and for names. */
    static InetSocketAddress listen(SessionDescription description) throws UnusableException {
        String host = description.host();
        boolean isLiteral = host != null && (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host));
        boolean isOurs = isLiteral && isHere(Addresses.host(host));
        return Addresses.listen(isOurs ? Addresses.text(host, description.port()) : ":", description.port());
    }

    private static boolean isHere(InetAddress address) {
        try {
            return address.isMulticastAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
