package paloma.audio.send;

import java.util.ArrayList;
import java.util.List;
import paloma.audio.net.Addresses;
import paloma.audio.program.Plural;

/**
 * What can be said at the end of where the packets of sound went.
 *
 * @param made packets that were to leave for each peer
 */
record SendResult(long made, List<PeerSends> peers) {
    /** Returns how many packets left for the peer that got most. */
    long left() {
        return peers.stream().mapToLong(PeerSends::left).max().orElse(0);
    }

    /** Returns whether some packet left for each peer. */
    boolean reachedAll() {
        return made == 0 || peers.stream().allMatch(peer -> peer.left() > 0);
    }

    /** Returns what did not leave, a sentence for each peer. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (PeerSends peer : peers) {
            if (peer.left() < made) {
                sentences.add(sentence(peer));
            }
        }
        return sentences;
    }

    private String sentence(PeerSends peer) {
        String why = peer.lastFailure() == null ? "" : " (" + peer.lastFailure().reason() + ")";
        String of = " of " + Plural.of(made, "packet") + " to " + Addresses.text(peer.peer());
        return peer.left() == 0
                ? (left() == 0 ? "Nothing was sent: none" : "None") + of + " left" + why + "."
                : (made - peer.left()) + of + " did not leave" + why + ".";
    }
}
