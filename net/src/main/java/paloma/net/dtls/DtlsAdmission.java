package paloma.net.dtls;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What a server asks about sources before it does their arithmetic; called on the event loop. */
public interface DtlsAdmission {
    /** Lets everybody in, as far as {@link DtlsLimits} do. */
    DtlsAdmission ALL = new DtlsAdmission() {};

    /** Returns whether to answer a hello of a source that has proved nothing. */
    default boolean letsHello(InetSocketAddress source, long nowNanos) {
        return true;
    }

    /** Returns whether the source may begin one more handshake; nothing is taken yet, for the cookie may be forged. */
    default boolean mayBegin(InetAddress source, long nowNanos) {
        return true;
    }

    /** Called when the source begins a handshake: it has proved its address. */
    default void begins(InetAddress source, long nowNanos) {}

    /** Returns whether the source may have as many sessions as there are in all. */
    default boolean isUnlimited(InetAddress source) {
        return false;
    }
}
