package paloma.net.dtls;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.eclipse.californium.scandium.ConnectionListener;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.ConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.DTLSSession;
import org.eclipse.californium.scandium.dtls.ResumptionSupportingConnectionStore;
import org.eclipse.californium.scandium.dtls.SessionId;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.util.SecretUtil;

/**
 * All sessions of one endpoint, half-open ones too, by their own ids and by the addresses where their peers are. It refuses
 * none: its bound is kept by {@link DtlsGuard}, before Scandium has answered anything. Confined to the event loop.
 */
final class SessionTable implements ResumptionSupportingConnectionStore {
    /** Ids of sessions that never show theirs on the wire. */
    private static final int INTERNAL_ID_BYTES = 4;

    /** Told of what becomes of sessions; the address is where the peer was. */
    interface Listener {
        void opened(InetSocketAddress peer);

        void established(InetSocketAddress peer);

        /** @param from null where another session had taken its address meanwhile */
        void moved(InetSocketAddress from, InetSocketAddress to);

        /**
         * Nobody is at this address any more.
         *
         * @param established whether it ever was
         */
        void ended(InetSocketAddress peer, boolean established);

        /** The session is forgotten: one with a connection id outlives the end at its address. */
        default void removed(Connection session) {}
    }

    private final Map<ConnectionId, Connection> byId = new HashMap<>();
    private final Map<InetSocketAddress, Connection> byAddress = new HashMap<>();
    private final ResumableSessions resumable;
    private final Listener listener;
    private ConnectionIdGenerator ids;

    SessionTable(ResumableSessions resumable, Listener listener) {
        this.resumable = resumable;
        this.listener = listener;
    }

    int size() {
        return byId.size();
    }

    /** Returns the sessions of this moment; they may be removed meanwhile. */
    Collection<Connection> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public void attach(ConnectionIdGenerator generator) {
        boolean visible = generator != null && generator.useConnectionId();
        ids = visible ? generator : new SingleNodeConnectionIdGenerator(INTERNAL_ID_BYTES);
    }

    @Override
    public boolean put(Connection connection) {
        connection.setConnectionId(freeId());
        byId.put(connection.getConnectionId(), connection);
        takeAddress(connection);
        listener.opened(connection.getPeerAddress());
        return true;
    }

    private ConnectionId freeId() {
        ConnectionId id = ids.createConnectionId();
        while (byId.containsKey(id)) {
            id = ids.createConnectionId();
        }
        return id;
    }

    /** Whoever was at this address is there no more: his client was started anew, or the port has another owner. */
    private void takeAddress(Connection connection) {
        Connection before = byAddress.put(connection.getPeerAddress(), connection);
        if (before != null && before != connection) {
            if (before.expectCid()) {
                listener.ended(before.getPeerAddress(), before.hasEstablishedDtlsContext());
                before.updatePeerAddress(null);
            } else {
                remove(before, false);
            }
        }
    }

    /** @param newAddress where the peer's newest record came from; null for one of ours, or one that came late */
    @Override
    public boolean update(Connection connection, InetSocketAddress newAddress) {
        if (!byId.containsKey(connection.getConnectionId())) {
            return false;
        }
        if (newAddress != null) {
            connection.refreshAutoResumptionTime();
            if (!connection.equalsPeerAddress(newAddress)) {
                move(connection, newAddress);
            }
        }
        return true;
    }

    private void move(Connection connection, InetSocketAddress to) {
        InetSocketAddress from = connection.getPeerAddress();
        if (from != null) {
            byAddress.remove(from, connection);
            connection.updatePeerAddress(null);
        }
        connection.updatePeerAddress(to);
        takeAddress(connection);
        listener.moved(from, to);
    }

    @Override
    public void putEstablishedSession(Connection connection) {
        resumable.put(connection.getEstablishedSession());
        if (connection.getPeerAddress() != null) {
            listener.established(connection.getPeerAddress());
        }
    }

    @Override
    public void removeFromEstablishedSessions(Connection connection) {
        resumable.remove(connection.getEstablishedSessionIdentifier());
    }

    @Override
    public Connection get(InetSocketAddress peer) {
        return byAddress.get(peer);
    }

    @Override
    public Connection get(ConnectionId id) {
        return byId.get(id);
    }

    @Override
    public DTLSSession find(SessionId id) {
        return resumable.copyOf(id);
    }

    /** @param forget whether it must not be resumed either: its peer reported a fault */
    @Override
    public boolean remove(Connection connection, boolean forget) {
        if (forget) {
            resumable.remove(connection.getEstablishedSessionIdentifier());
        }
        if (!byId.remove(connection.getConnectionId(), connection)) {
            return false;
        }
        connection.shutdown();
        connection.startByClientHello(null);
        InetSocketAddress peer = connection.getPeerAddress();
        boolean established = connection.hasEstablishedDtlsContext();
        if (peer != null) {
            byAddress.remove(peer, connection);
            connection.updatePeerAddress(null);
            listener.ended(peer, established);
        }
        listener.removed(connection);
        SecretUtil.destroy(connection.getDtlsContext());
        return true;
    }

    @Override
    public void clear() {
        all().forEach(each -> remove(each, false));
    }

    /** Sessions outlive a connector that is replaced by another. */
    @Override
    public void stop(List<Runnable> none) {
        // Nothing is pending: what is executed on the loop runs at once.
    }

    @Override
    public Iterator<Connection> iterator() {
        return new ArrayList<>(byId.values()).iterator();
    }

    @Override
    public int remainingCapacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void setConnectionListener(ConnectionListener none) {
        // What it would be told is told to the listener above.
    }

    @Override
    public void markAllAsResumptionRequired() {
        throw new UnsupportedOperationException("the address of the socket never changes");
    }

    @Override
    public boolean restore(Connection connection) {
        throw new UnsupportedOperationException("sessions are kept in memory alone");
    }

    @Override
    public int saveConnections(OutputStream out, long maxQuietSeconds) {
        throw new UnsupportedOperationException("sessions are kept in memory alone");
    }

    @Override
    public int loadConnections(InputStream in, long deltaNanos) {
        throw new UnsupportedOperationException("sessions are kept in memory alone");
    }
}
