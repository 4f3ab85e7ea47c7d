package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paloma.audio.pcm.PcmFormat;

/**
 * What the packets of a stream hold, as a session description's {@code rtpmap} says it: {@code L24/48000/2}.
 *
 * @param rate frames a second, which is also the clock of the timestamps
 */
public record StreamFormat(Encoding encoding, int rate, int channels) {
    public static final int MIN_RATE = 8_000;
    public static final int MAX_RATE = 192_000;
    public static final int MAX_CHANNELS = 8;

    /** As on a compact disc: what payload type 10 stands for. */
    public static final StreamFormat DEFAULT =
            new StreamFormat(Encoding.L16, PcmFormat.DEFAULT.rate(), PcmFormat.DEFAULT.channels());

    private static final Pattern RTPMAP =
            Pattern.compile("(L16|L24)/(\\d{1,6})(?:/(\\d{1,2}))?", Pattern.CASE_INSENSITIVE);

    public StreamFormat {
        if (rate < MIN_RATE || rate > MAX_RATE || channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException(encoding + "/" + rate + "/" + channels);
        }
    }

    /**
     * Reads {@code ENCODING/RATE[/CHANNELS]}, one channel if there is no number (RFC 8866, 6.6); returns null for what is
     * none or beyond the bounds.
     */
    public static StreamFormat of(String text) {
        Matcher parts = RTPMAP.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        int rate = Integer.parseInt(parts.group(2));
        int channels = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
        return isPlayable(rate, channels)
                ? new StreamFormat(Encoding.valueOf(parts.group(1).toUpperCase(Locale.ROOT)), rate, channels)
                : null;
    }

    private static boolean isPlayable(int rate, int channels) {
        return rate >= MIN_RATE && rate <= MAX_RATE && channels >= 1 && channels <= MAX_CHANNELS;
    }

    /** Returns the format of the sound, which is 16 bits inside. */
    public PcmFormat pcm() {
        return new PcmFormat(rate, channels);
    }

    /** Returns how many bytes a frame takes in a packet. */
    public int frameBytes() {
        return encoding.sampleBytes() * channels;
    }

    /** Returns how many frames a payload holds, or -1 if it ends within one. */
    public int frames(ByteBuf payload) {
        int bytes = payload.readableBytes();
        return bytes % frameBytes() == 0 ? bytes / frameBytes() : -1;
    }

    /** Returns {@code L24/48000/2}. */
    @Override
    public String toString() {
        return encoding + "/" + rate + "/" + channels;
    }
}
