package paloma.audio.pulse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import paloma.audio.Noise;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.sink.Sink;
import paloma.audio.sink.Sinks;
import paloma.audio.sink.SpeakerSink;
import paloma.audio.source.Source;
import paloma.audio.source.Sources;

/**
 * A program of its own, since the sound system is chosen by the environment: plays noise to the speaker twice,
 * records what the microphone hears meanwhile, and says how many frames of each are missing before the first one heard,
 * how many follow that are exact, and for how long the machine stood still.
 */
final class Loop {
    /** Begins the last line, which ends with milliseconds. */
    static final String STOOD_STILL = "stood still: ";

    private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
    private static final int CHUNK = 1_024;
    private static final int HALF = 40 * CHUNK * 2;
    private static final int SURE = 10;

    private final short[] noise = Noise.samples(2 * HALF, 7);
    private final short[] heard = new short[5 * HALF];
    private final Semaphore quiet = new Semaphore(0);

    public static void main(String[] args) throws Exception {
        new Loop().run();
    }

    private void run() throws Exception {
        try (Canary canary = new Canary();
                SpeakerSink speaker = (SpeakerSink) Sinks.open("speaker", FORMAT, System.out);
                Source microphone = new Sources(FORMAT, FORMAT, false, InputStream.nullInputStream()).open("mic")) {
            FutureTask<Void> ear = new FutureTask<>(() -> listen(microphone), null);
            new Thread(ear).start();
            play(speaker, 0);
            play(speaker, HALF);
            ear.get();
            System.out.println("first: " + heard(0));
            System.out.println("second: " + heard(HALF));
            System.out.println("swallowed: " + speaker.swallowedFrames());
            System.out.println(STOOD_STILL + canary.worstMillis());
        }
    }

    /** Begins when the microphone has heard silence for as long as the noise lasts. */
    private void play(Sink speaker, int from) throws Exception {
        quiet.acquire();
        short[] chunk = new short[CHUNK * 2];
        for (int at = from; at < from + HALF; at += chunk.length) {
            System.arraycopy(noise, at, chunk, 0, chunk.length);
            speaker.write(chunk, CHUNK);
        }
    }

    private void listen(Source microphone) {
        try {
            short[] chunk = new short[CHUNK * 2];
            for (int at = 0; at < heard.length; at += chunk.length) {
                if (at == HALF || at == 3 * HALF) {
                    quiet.release();
                }
                microphone.read(chunk, CHUNK);
                System.arraycopy(chunk, 0, heard, at, chunk.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String heard(int from) {
        Map<Long, Integer> sent = new HashMap<>();
        for (int at = from; at < from + HALF; at += 2) {
            sent.put(twoFrames(noise, at), at);
        }
        for (int at = 0; at < heard.length - 2; at += 2) {
            int found = sent.getOrDefault(twoFrames(heard, at), noise.length);
            int length = alike(at, found, from + HALF - found);
            if (length > SURE) {
                return "lost " + (found - from) / 2 + ", heard " + length / 2 + " of " + HALF / 2;
            }
        }
        return "lost";
    }

    /** Returns two frames of random samples as what no others are alike to. */
    private static long twoFrames(short[] samples, int at) {
        long word = 0;
        for (int i = at; i < at + 4 && i < samples.length; i++) {
            word = word << Short.SIZE | samples[i] & 0xFFFF;
        }
        return word;
    }

    private int alike(int at, int from, int most) {
        int length = 0;
        while (length < most && at + length < heard.length && heard[at + length] == noise[from + length]) {
            length++;
        }
        return length;
    }
}
