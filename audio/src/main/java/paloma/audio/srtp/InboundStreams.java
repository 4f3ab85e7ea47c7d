package paloma.audio.srtp;

import java.util.LinkedHashMap;
import java.util.Map;

/** The streams from which something authentic has come, so that only who has the key fills the map; bounded all the same. */
final class InboundStreams {
    /** As many as a sender knows listeners; the one that was silent for longest goes first. */
    static final int MAX_STREAMS = 1_024;

    private final Map<Integer, InboundStream> streams = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, InboundStream> eldest) {
            return size() > MAX_STREAMS;
        }
    };

    /** Returns null for one that is not known. */
    InboundStream get(int ssrc) {
        return streams.get(ssrc);
    }

    InboundStream made(int ssrc) {
        return streams.computeIfAbsent(ssrc, fresh -> new InboundStream());
    }
}
