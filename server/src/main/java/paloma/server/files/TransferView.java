package paloma.server.files;

import java.net.InetSocketAddress;

/**
 * A transfer as people see it.
 *
 * @param kind such as {@code put}
 * @param name as the client wrote it
 * @param bytes of the file, -1 while that is not known
 * @param doneBytes of it that are at the other end
 * @param lostShare of what was sent, by the packets that were lost, or of what came, by the bytes that came again
 * @param roundTripNanos 0 where it is not known
 * @param outcome why it ended and how, or null while it runs
 * @param endMillis when, since 1970
 */
public record TransferView(
        long connection,
        String kind,
        String name,
        InetSocketAddress peer,
        long startMillis,
        long bytes,
        long doneBytes,
        double lostShare,
        long roundTripNanos,
        String outcome,
        long endMillis) {
    TransferView ended(String how, long unixMillis) {
        return new TransferView(
                connection,
                kind,
                name,
                peer,
                startMillis,
                bytes,
                doneBytes,
                lostShare,
                roundTripNanos,
                how,
                unixMillis);
    }
}
