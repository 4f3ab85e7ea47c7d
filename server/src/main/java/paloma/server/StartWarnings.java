package paloma.server;

import java.net.Inet6Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Count;
import paloma.net.UdpEndpoint;
import paloma.server.config.UploadSettings;
import paloma.service.WellKnown;

/** What an operator should know of an endpoint when it is open, in the log. */
record StartWarnings(UploadSettings upload) {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    void log(Listener listener) {
        if (listener.udp() != null) {
            receiveBuffer(listener);
            askedAddress(listener);
            group(listener);
        }
        openUpload(listener);
    }

    /** Somebody may believe that what is served in clear is not. */
    static void unusedTlsFile(String setting) {
        LOG.warn("{} has no effect: name an endpoint that it seals, such as echo=tls:// or echo=dtls://", setting);
    }

    /** Somebody may believe that there is a page, and wonder. */
    static void unusedPageSetting(String setting) {
        LOG.warn("{} has no effect: there is no page with --admin off or --page off", setting);
    }

    private static void receiveBuffer(Listener listener) {
        int granted = listener.udp().grantedReceiveBufferBytes();
        int asked = listener.udp().options().receiveBufferBytes();
        if (granted < asked) {
            LOG.warn(
                    "{} has a receive buffer of {} bytes, not {}: raise the limit with sysctl -w net.core.rmem_max={}",
                    listener.url(),
                    granted,
                    asked,
                    asked);
        }
    }

    private static void askedAddress(Listener listener) {
        UdpEndpoint udp = listener.udp();
        if (listener.served().answers() && !udp.answersFromAskedAddress()) {
            LOG.warn(
                    "{} answers{} from the address of the route, which may not be the one that was asked on a host with"
                            + " several{} bind to one address",
                    listener.url(),
                    listener.address().getAddress() instanceof Inet6Address ? " over IPv6" : "",
                    udp.knowsBroadcasts()
                            ? ":"
                            : ", and answers broadcasts, which it cannot tell from the rest: use --transport epoll, or");
        }
    }

    private static void group(Listener listener) {
        UdpEndpoint udp = listener.udp();
        if (!udp.notJoined().isEmpty()) {
            LOG.warn(
                    "{} does not hear its group on {}: name one interface with --multicast-interface",
                    listener.url(),
                    String.join(", ", udp.notJoined()));
        }
    }

    /** Whoever reaches it may fill the disk as far as the settings let: no client of UDP proves who he is. */
    private void openUpload(Listener listener) {
        boolean isUpload = listener.spec().service().equals(WellKnown.UPLOAD.serviceName());
        if (isUpload
                && listener.address() != null
                && !listener.address().getAddress().isLoopbackAddress()) {
            LOG.info(
                    "{} stores what anybody sends who reaches it, up to {} a file and {} in all: see upload-limit,"
                            + " upload-total and upload.allow",
                    listener.url(),
                    Count.of(upload.fileLimitBytes(), "byte"),
                    Count.of(upload.totalLimitBytes(), "byte"));
        }
    }
}
