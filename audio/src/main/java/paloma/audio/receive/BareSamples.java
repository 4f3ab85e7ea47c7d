package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import paloma.audio.net.Addresses;
import paloma.audio.program.WireFormat;

/** Receives datagrams of bare samples. What may be RTP waits for the next, which tells. On the event loop. */
final class BareSamples {
    private static final int MAX_FRAMES = WireFormat.MAX_CHUNK_FRAMES;

    private final ReceiveSettings settings;
    private final Counts counts;
    private final SourceSelector selector;
    private final FormatWatch watch;
    private final WireWatch wireWatch = new WireWatch();
    private final short[] samples;
    private Waiting waiting;

    private record Waiting(InetSocketAddress from, ByteBuf datagram, long arrivalNanos) {}

    BareSamples(ReceiveSettings settings, Counts counts, SourceSelector selector, FormatWatch watch) {
        this.settings = settings;
        this.counts = counts;
        this.selector = selector;
        this.watch = watch;
        this.samples = new short[MAX_FRAMES * settings.wire().channels()];
    }

    /** Called with a datagram, which is lent. */
    void take(DatagramPacket datagram, long now) {
        InetSocketAddress from = datagram.sender();
        int frames = settings.wire().frames(datagram.content());
        WireWatch.Kind kind = wireWatch.kind(from, datagram.content());
        release(from, kind == WireWatch.Kind.RTP);
        if (kind == WireWatch.Kind.RTP) {
            counts.otherFormat++;
            if (watch.isAlone(now) && wireWatch.goesOn(from, now)) {
                watch.say(from, -1, Addresses.text(from) + " sends RTP, and not bare samples; leave --wire raw out.");
            }
        } else if (frames <= 0 || frames > MAX_FRAMES) {
            counts.malformed++;
        } else if (kind == WireWatch.Kind.UNSURE && !isHeard(from)) {
            waiting = new Waiting(from, Unpooled.copiedBuffer(datagram.content()), now);
            counts.waiting++;
        } else {
            play(from, datagram.content(), frames, now);
        }
    }

    private boolean isHeard(InetSocketAddress from) {
        return selector.source() != null && selector.source().address().equals(from);
    }

    /** @param isRtp whether the datagram behind the one that waits is RTP */
    private void release(InetSocketAddress from, boolean isRtp) {
        if (waiting == null) {
            return;
        }
        Waiting released = waiting;
        waiting = null;
        counts.waiting--;
        if (isRtp || !released.from().equals(from)) {
            counts.otherFormat++;
        } else {
            play(from, released.datagram(), settings.wire().frames(released.datagram()), released.arrivalNanos());
        }
    }

    private void play(InetSocketAddress from, ByteBuf in, int frames, long now) {
        if (!selector.hears(from, now)) {
            counts.foreign++;
            return;
        }
        watch.played(now);
        for (int i = 0; i < frames * settings.wire().channels(); i++) {
            samples[i] = in.readShortLE();
        }
        selector.source().stream().takeNext(samples, frames, now);
    }
}
