package paloma.server.tls;

import io.netty.channel.Channel;
import paloma.server.workers.Job;

/** A step of a handshake, which nobody needs any more when its connection is gone. */
record HandshakeJob(Channel connection, Runnable step) implements Job {
    @Override
    public void run() {
        if (connection.isActive()) {
            step.run();
        }
    }

    /** The server stops, and with it the connection ends. */
    @Override
    public void abandon() {
        connection.close();
    }
}
