package paloma.audio.source;

import paloma.audio.pcm.PcmFormat;

/** A source in another format. */
final class Converted {
    private Converted() {}

    /** Returns the source itself if its format is the one that is wanted; else the rate of as few channels as can be is converted. */
    static Source to(PcmFormat wanted, Source source) {
        if (wanted.channels() < source.format().channels()) {
            return ConvertedSource.of(Channels.of(source, wanted.channels()), wanted.rate());
        }
        return Channels.of(ConvertedSource.of(source, wanted.rate()), wanted.channels());
    }
}
