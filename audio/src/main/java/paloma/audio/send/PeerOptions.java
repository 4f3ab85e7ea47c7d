package paloma.audio.send;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.UnusableException;
import paloma.audio.sdp.SessionDescription;
import picocli.CommandLine.Option;

/** Options for whom sound is sent to. */
final class PeerOptions {
    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            description = "A receiver; may be given several times (default: where --sdp says that receivers listen).")
    private List<String> to;

    @Option(
            names = "--broadcast",
            description = "Lets --to name a broadcast address: all machines on a network hear it.")
    private boolean broadcast;

    /** Returns whether they are those of a session description. */
    boolean areDescribed() {
        return to == null;
    }

    boolean broadcast() {
        return broadcast;
    }

    /** @param description of the stream, or null */
    List<InetSocketAddress> peers(SessionDescription description, int defaultPort) throws UnusableException {
        List<InetSocketAddress> peers = new ArrayList<>();
        for (String one : areDescribed() ? described(description) : to) {
            InetSocketAddress peer = Addresses.peer(one, defaultPort);
            if (!broadcast && Addresses.isBroadcast(peer.getAddress())) {
                throw new UnusableException(
                        Addresses.text(peer)
                                + " is a broadcast address, that of all machines on a network; if that is meant, add --broadcast.");
            }
            peers.add(peer);
        }
        return peers;
    }

    private static List<String> described(SessionDescription description) throws UnusableException {
        if (description == null) {
            throw new UnusableException("Nobody to send to; say --to HOST:PORT, or --sdp FILE.");
        }
        String host = description.host();
        if (host == null) {
            throw new UnusableException(
                    "The session description does not say where its receivers are; add --to HOST:PORT.");
        }
        return List.of(Addresses.text(host, description.port()));
    }
}
