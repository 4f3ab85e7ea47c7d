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

/** The transfers that run, by the number of their connection, and those that are being opened. Any thread. */
final class ServerTransfers {
    private final Map<Long, ServerTransfer> running = new ConcurrentHashMap<>();
    private final Map<Long, EarlyDatagrams> opening = new ConcurrentHashMap<>();

    /** Returns null for a number that is unknown. */
    ServerTransfer get(long connection) {
        return running.get(connection);
    }

    /**
     * Notes that an Open is being read, and returns a place for what comes right behind it; null where the connection is
     * known.
     */
    EarlyDatagrams opening(long connection) {
        EarlyDatagrams early = new EarlyDatagrams();
        boolean isNew = !running.containsKey(connection) && opening.putIfAbsent(connection, early) == null;
        return isNew ? early : null;
    }

    /** Returns where to keep what comes behind an Open that is being read, or null. */
    EarlyDatagrams early(long connection) {
        return opening.get(connection);
    }

    void openingEnded(long connection) {
        opening.remove(connection);
    }

    /** Returns what people see of those that run. */
    List<TransferView> views() {
        return running.values().stream().map(ServerTransfer::view).toList();
    }

    void add(ServerTransfer transfer) {
        running.put(transfer.connection(), transfer);
        openingEnded(transfer.connection());
    }

    void remove(ServerTransfer transfer) {
        running.remove(transfer.connection(), transfer);
    }

    /**
     * Ends a transfer of which only the confirmation is missing, or else the one that has moved nothing for longest, if any
     * has for long: somebody waits for its place. What arrived is kept, and its client waits in turn.
     *
     * @param whose the holders that make room
     */
    void makeRoom(Predicate<InetAddress> whose, long nowNanos) {
        ServerTransfer longest = null;
        for (ServerTransfer transfer : running.values()) {
            if (whose.test(transfer.origin().getAddress()) && transfer.waitsForItsClose(nowNanos)) {
                transfer.stop(Reason.BUSY, "it is done");
                return;
            }
            if (whose.test(transfer.origin().getAddress())
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
