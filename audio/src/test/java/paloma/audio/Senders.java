package paloma.audio;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import paloma.testkit.Processes;

/** Senders of noise, ours and other people's, each to a receiver of ours that records what it hears. */
final class Senders {
    static final int RATE = 44_100;

    /** More than a second: all of such a sound has come before the first of it is played, whatever the machine does meanwhile. */
    static final int WHOLE_SECOND_MILLIS = 1_500;

    /** Bare samples; one datagram behind each ten has a size that is no whole number of frames. */
    private static final String SCRIPT = """
            import socket, sys, time
            peer = ("127.0.0.1", int(sys.argv[1]))
            sound = open(sys.argv[2], "rb").read()[44:]
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            begin = time.monotonic()
            for n in range(len(sound) // 4096):
                time.sleep(max(0, begin + n * 1024 / 44100 - time.monotonic()))
                out.sendto(sound[n * 4096:][:4096], peer)
                if n % 10 == 5:
                    out.sendto(bytes(4095 - 4 * n), peer)
            """;

    private static final int FRAME_BYTES = 4;

    /** What the receiver writes more than the latency before it is ended: the last block is in it then. */
    private static final int MARGIN_MILLIS = 300;

    private final Programs programs;
    private final Path sound;
    private final Path heard;
    private final int port = Ports.free();
    private final int latencyMillis;
    private final short[] noise;

    Senders(Programs programs, Path folder, int seconds, int latencyMillis) throws Exception {
        this.programs = programs;
        this.latencyMillis = latencyMillis;
        noise = Noise.samples(2 * seconds * RATE, 3);
        heard = folder.resolve("heard.wav");
        sound = Files.write(
                folder.resolve("sent.wav"),
                new WavBytes().plain(1, 2, RATE, 16).data(noise).bytes());
    }

    /** @param listen the address that the receiver listens at, or "" for all */
    Received ours(String wire, String host, String listen) throws Exception {
        Program receiver = receiver(listen, "--wire", wire);
        Program sender = programs.audio("send", "--to", host + ":" + port, "--wire", wire, "--from", sound.toString());
        return received(receiver, sender);
    }

    Received ffmpeg() throws Exception {
        Program receiver = receiver("127.0.0.1");
        String options = "-nostdin -loglevel warning -re -i SOUND -codec:a pcm_s16be -f rtp rtp://127.0.0.1:" + port
                + "?" + Ports.ofFfmpeg();
        return received(receiver, start("ffmpeg", options));
    }

    Received gstreamer() throws Exception {
        Program receiver = receiver("127.0.0.1", "--payload-type", "96");
        String pipeline = "filesrc location=SOUND ! wavparse ! audioconvert ! rtpL16pay ! udpsink host=127.0.0.1 port=";
        return received(receiver, start("gst-launch-1.0", "--quiet " + pipeline + port));
    }

    Received script() throws Exception {
        Program receiver = receiver("127.0.0.1", "--wire", "raw");
        Processes.require("python3");
        return received(receiver, programs.start(List.of("python3", "-c", SCRIPT, "" + port, sound.toString())));
    }

    private Program receiver(String listen, String... more) throws Exception {
        Stream<String> always =
                Stream.of("--listen", listen + ":" + port, "--to", heard.toString(), "--latency", "" + latencyMillis);
        return programs.receive(Stream.concat(always, Stream.of(more)).toArray(String[]::new));
    }

    private Program start(String program, String words) throws Exception {
        Processes.require(program);
        List<String> command = new ArrayList<>(List.of(program));
        Stream.of(words.split(" "))
                .map(word -> word.replace("SOUND", sound.toString()))
                .forEach(command::add);
        return programs.start(command);
    }

    /** Lets both come to their ends: the receiver when it has played all that it has got. */
    private Received received(Program receiver, Program sender) throws Exception {
        String senderSaid = sender.succeeds();
        long more = (latencyMillis + MARGIN_MILLIS) * (long) RATE / 1_000 * FRAME_BYTES;
        long wanted = Files.size(heard) + more;
        Await.until(() -> Files.size(heard) >= wanted, () -> heard + " grows by the latency");
        String said = receiver.stop();
        return new Received(noise, senderSaid, Heard.wav(heard), said);
    }
}
