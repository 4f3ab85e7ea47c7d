package paloma.client.echo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.client.call.Arrival;
import paloma.client.call.Conversation;
import paloma.client.call.Dialer;
import paloma.client.call.Target;
import paloma.client.terminal.CliException;

/** Echoes a few datagrams to ourselves, so that the first round trip that is told holds no loading of classes. */
final class Rehearsal {
    private static final int ROUNDS = 3;
    private static final long IDLE_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private Rehearsal() {}

    static void run(EchoProbe probe) throws CliException {
        Probing probing = new Probing(probe, IDLE_TIMEOUT_NANOS);
        try (DatagramSocket mirror = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Dialer dialer = new Dialer(Target.udp((InetSocketAddress) mirror.getLocalSocketAddress()));
                Conversation conversation = dialer.open(IDLE_TIMEOUT_NANOS, false)) {
            mirror.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(IDLE_TIMEOUT_NANOS));
            DatagramPacket packet = new DatagramPacket(new byte[probe.sizeBytes() + 1], probe.sizeBytes() + 1);
            for (int i = 0; i < ROUNDS; i++) {
                probing.sent(conversation.send(probing.nextPayload(), IDLE_TIMEOUT_NANOS));
                mirror.receive(packet);
                mirror.send(packet);
                Arrival arrival = conversation.receive(IDLE_TIMEOUT_NANOS);
                if (arrival != null) {
                    probing.arrived(arrival.bytes(), arrival.nanos());
                }
            }
        } catch (IOException e) {
            // Then the first round trip looks longer than it is, and that is all.
            return;
        }
    }
}
