package paloma.server.files;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import paloma.transfer.wire.Reason;

/** The transfers that run, by number. Any thread. */
final class ServerTransfers {
    private final Map<Long, ServerTransfer> running = new ConcurrentHashMap<>();

    /** Returns null for a number that is unknown. */
    ServerTransfer get(long transfer) {
        return running.get(transfer);
    }

    /** A client whose address has changed opens again under the same number: it was for him to choose. */
    void add(ServerTransfer transfer) {
        ServerTransfer before = running.put(transfer.open().transfer(), transfer);
        if (before != null) {
            before.stop(Reason.TAKEN_OVER, "the transfer was opened again from another address");
        }
    }

    void remove(ServerTransfer transfer) {
        running.remove(transfer.open().transfer(), transfer);
    }

    /**
     * Ends the transfer that has moved nothing for longest, if any has for long: somebody waits for its place. What
     * arrived is kept, and its client waits in turn.
     *
     * @param whose the holders that make room
     */
    void makeRoom(Predicate<InetAddress> whose, long nowNanos) {
        ServerTransfer longest = null;
        for (ServerTransfer transfer : running.values()) {
            if (whose.test(transfer.peer().address().getAddress())
                    && transfer.idleNanos(nowNanos) >= Standstill.LONG_NANOS
                    && (longest == null || transfer.idleNanos(nowNanos) > longest.idleNanos(nowNanos))) {
                longest = transfer;
            }
        }
        if (longest != null) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(longest.idleNanos(nowNanos));
            longest.stop(Reason.BUSY, "it moved nothing for " + seconds + " s while another waited for its place");
        }
    }

    /** Stops those whose socket is closed. */
    void closed(Channel channel) {
        for (ServerTransfer transfer : List.copyOf(running.values())) {
            if (transfer.peer().channel() == channel) {
                transfer.stop(Reason.STOPPED, "the server has closed this port");
            }
        }
    }

    /** Tells all clients that their transfers end, and waits until that has been sent, or for a second. */
    void stop(String text) {
        List<ServerTransfer> all = List.copyOf(running.values());
        CountDownLatch told = new CountDownLatch(all.size());
        for (ServerTransfer transfer : all) {
            transfer.stop(Reason.STOPPED, text);
            transfer.peer().loop().execute(told::countDown);
        }
        try {
            told.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
