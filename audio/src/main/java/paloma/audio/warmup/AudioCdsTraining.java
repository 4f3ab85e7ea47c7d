package paloma.audio.warmup;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.sink.Sink;
import paloma.audio.sink.Sinks;

/**
 * The training run for a class-data archive: a second of silence from a sender to a receiver, both in this process. The
 * launcher records which classes it loads ({@code java -XX:DumpLoadedClassList=LIST -jar paloma-audio.jar --train}) and
 * archives them ({@code java -Xshare:dump -XX:SharedClassListFile=LIST -XX:SharedArchiveFile=ARCHIVE -cp
 * paloma-audio.jar}).
 */
public final class AudioCdsTraining {
    public static final String FLAG = "--train";

    /** Runs one command of the program and returns its exit code. */
    public interface Program {
        int run(PrintWriter err, String... args);
    }

    private AudioCdsTraining() {}

    /** Returns an exit code. The receiver runs until the process ends. */
    public static int run(Program program) {
        try {
            Path folder = Files.createTempDirectory("paloma-train");
            Path silence = folder.resolve("silence.wav");
            Path heard = folder.resolve("heard.wav");
            silence.toFile().deleteOnExit();
            heard.toFile().deleteOnExit();
            writeSilence(silence);
            PrintWriter err = new PrintWriter(Writer.nullWriter());
            String address = "127.0.0.1:" + freePort();
            Thread receiver = new Thread(
                    () -> program.run(err, "receive", "--listen", address, "--to", heard.toString()), "receiver");
            receiver.setDaemon(true);
            receiver.start();
            return program.run(err, "send", "--to", address, "--from", silence.toString());
        } catch (IOException | UnusableException e) {
            System.err.println("The training run failed: " + e.getMessage() + ".");
            return 1;
        }
    }

    private static void writeSilence(Path path) throws IOException, UnusableException {
        PcmFormat format = PcmFormat.DEFAULT;
        try (Sink sink = Sinks.open(path.toString(), format, System.out)) {
            sink.write(new short[format.rate() * format.channels()], format.rate());
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
