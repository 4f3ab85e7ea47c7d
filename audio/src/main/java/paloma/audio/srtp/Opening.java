package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import paloma.audio.rtp.Muxed;

/**
 * Hands on the datagrams that were sealed with the key, opened, and drops all others: for the sockets of one side, since its
 * RTCP may tell how to open its RTP. Without a key it hands on all as they are. On the event loop.
 */
public final class Opening {
    private final SrtpOpener opener;
    private final Unopened unopened;
    private final LongSupplier clock;

    private Opening(SrtpOpener opener, Unopened unopened, LongSupplier clock) {
        this.opener = opener;
        this.unopened = unopened;
        this.clock = clock;
    }

    /** @param key or null */
    public static Opening of(MasterKey key, Unopened unopened) {
        return of(key, unopened, System::nanoTime);
    }

    static Opening of(MasterKey key, Unopened unopened, LongSupplier clock) {
        return new Opening(key == null ? null : new SrtpOpener(key), unopened, clock);
    }

    /** Returns what is to be called with the datagrams of a socket for RTP; {@code next} is lent what opens. */
    public Consumer<DatagramPacket> rtp(Consumer<DatagramPacket> next) {
        return taking(datagram -> false, next);
    }

    /** Returns the same for a socket for RTCP. */
    public Consumer<DatagramPacket> rtcp(Consumer<DatagramPacket> next) {
        return taking(datagram -> true, next);
    }

    /** Returns the same for a socket for both (RFC 5761). */
    public Consumer<DatagramPacket> muxed(Consumer<DatagramPacket> next) {
        return taking(datagram -> Muxed.of(datagram) == Muxed.RTCP, next);
    }

    private Consumer<DatagramPacket> taking(Predicate<ByteBuf> isRtcp, Consumer<DatagramPacket> next) {
        return opener == null ? next : datagram -> take(isRtcp.test(datagram.content()), datagram, next);
    }

    private void take(boolean isRtcp, DatagramPacket datagram, Consumer<DatagramPacket> next) {
        long now = clock.getAsLong();
        SrtpOpener.Result result =
                isRtcp ? opener.openRtcp(datagram.content(), now) : opener.open(datagram.content(), now);
        unopened.count(result, datagram.sender(), now);
        if (result == SrtpOpener.Result.OPENED) {
            next.accept(new DatagramPacket(opener.opened(), datagram.recipient(), datagram.sender()));
        }
    }
}
