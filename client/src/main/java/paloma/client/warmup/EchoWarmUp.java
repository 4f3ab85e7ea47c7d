package paloma.client.warmup;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.client.call.Conversation;
import paloma.client.call.Dialer;
import paloma.client.call.Target;
import paloma.client.terminal.CliException;

/** Echoes a few datagrams within this process, so that the first round trip that is shown includes no loading of classes. */
public final class EchoWarmUp {
    private static final int ROUNDS = 3;
    private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** One half of a round trip. */
    public interface Step {
        void run(Conversation conversation, long timeoutNanos) throws IOException;
    }

    private EchoWarmUp() {}

    /**
     * Runs {@code send} and {@code receive} in turn, with an echo in between.
     *
     * @param sizeBytes the size of each datagram
     */
    public static void run(int sizeBytes, Step send, Step receive) throws CliException {
        try (DatagramSocket mirror = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Dialer dialer = new Dialer(Target.udp((InetSocketAddress) mirror.getLocalSocketAddress()));
                Conversation conversation = dialer.open(TIMEOUT_NANOS)) {
            mirror.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(TIMEOUT_NANOS));
            DatagramPacket packet = new DatagramPacket(new byte[sizeBytes + 1], sizeBytes + 1);
            for (int i = 0; i < ROUNDS; i++) {
                send.run(conversation, TIMEOUT_NANOS);
                mirror.receive(packet);
                mirror.send(packet);
                receive.run(conversation, TIMEOUT_NANOS);
            }
        } catch (IOException e) {
            // Then the first round trip looks longer than it is, and that is all.
            return;
        }
    }
}
