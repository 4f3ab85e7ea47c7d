package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** What packets of ours go through last, before they leave. On the event loop. */
public interface Sealer {
    /** Most bytes that a packet grows by. */
    int MAX_ADDED_BYTES = 20;

    /** Leaves packets as they are. */
    Sealer NONE = packet -> true;

    /** Returns what seals RTP; {@code key} may be null: then nothing does. */
    static Sealer ofRtp(MasterKey key) {
        return key == null ? NONE : new SrtpSealer(key);
    }

    /**
     * Returns what seals RTCP, likewise.
     *
     * @param teller is given a sentence when the key may seal no more, which ends nothing: sound goes on without reports
     */
    static Sealer ofRtcp(MasterKey key, Consumer<String> teller) {
        return key == null ? NONE : new SrtcpSealer(key, teller);
    }

    /**
     * Seals all that is readable, in place. Each packet once: what is sent again is the sealed packet, for two texts under
     * one index would show both (RFC 3711, section 9.1).
     *
     * @return false where the key may seal no more (RFC 3711, section 9.2): the packet must not leave
     */
    boolean seal(ByteBuf packet);
}
