package paloma.net.dtls;

import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

/** The sessions of a channel, for stages that end them; an attribute of the channel. */
public interface DtlsSessions {
    /** Null where there are none. */
    AttributeKey<DtlsSessions> OF = AttributeKey.valueOf(DtlsSessions.class, "of");

    /** Ends the session at this address, if there is one, and tells its peer so. Called on the event loop. */
    void end(InetSocketAddress peer);
}
