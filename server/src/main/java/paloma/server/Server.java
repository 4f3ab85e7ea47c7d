package paloma.server;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Count;
import paloma.net.PassedSocket;
import paloma.net.StandardOutput;
import paloma.net.Transport;
import paloma.net.UdpOptions;
import paloma.server.admin.AdminServer;
import paloma.server.admin.Metrics;
import paloma.server.config.ConfigException;
import paloma.server.config.EndpointSpec;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.config.ServerSettings;
import paloma.server.guard.ConnectionGuard;
import paloma.server.guard.Guards;
import paloma.server.health.HealthFolder;
import paloma.server.health.HealthSocket;
import paloma.server.lifecycle.Readiness;
import paloma.server.logging.DescriptorLog;
import paloma.server.metrics.Reading;
import paloma.server.metrics.ServiceMeter;
import paloma.server.signal.Signals;
import paloma.server.systemd.Activation;
import paloma.server.systemd.Notify;

/** All that runs: event loops, endpoints, services. Either all of it starts or none. */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Transport transport;
    private final EventLoopGroup loops;
    private final Guards guards;
    private final ConnectionGuard connections;
    private final Services services;
    private final Supplier<ServerSettings> reread;
    private final Map<EndpointSpec, PassedSocket> passed;
    private final List<Listener> listeners = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopNow = new CountDownLatch(1);
    private final Readiness readiness = new Readiness();
    private final Notify systemd = Notify.to(System.getenv("NOTIFY_SOCKET"));
    private final long startNanos = System.nanoTime();
    private final ServerSettings settings;
    private Pipelines pipelines;
    private AdminServer admin;
    private HealthSocket health;

    private Server(ServerSettings settings, Preflight preflight, Supplier<ServerSettings> reread) {
        this.settings = settings;
        this.passed = preflight.passed();
        this.reread = reread;
        this.transport = settings.io().usableTransport();
        this.guards = new Guards(settings.guards(), settings.serviceGuards(), startNanos);
        this.connections =
                new ConnectionGuard(settings.connections(), LOG::warn, DescriptorLog.PROCESS, System::nanoTime);
        this.services = new Services(settings, preflight.plugins(), guards, this::stopNow);
        this.loops = transport.eventLoops(settings.io().eventLoops(), "loop");
    }

    /**
     * @param activation sockets that are open already
     * @param reread reads the settings again, at a reload
     * @throws ConfigException when something is not available; nothing runs then
     */
    static Server start(ServerSettings settings, Activation activation, Supplier<ServerSettings> reread) {
        Server server = of(settings, activation, reread);
        server.openOrLeaveNothing();
        return server;
    }

    /**
     * Serves until it is told to stop, answers for the grace time, and logs a summary; returns whether {@code out} took the
     * table of endpoints.
     *
     * @throws ConfigException as {@link #start} does
     */
    static boolean serve(
            ServerSettings settings, Activation activation, Supplier<ServerSettings> reread, PrintStream out) {
        Server server = of(settings, activation, reread);
        // Before anything is read: what has been read is answered, whenever the signal comes.
        Signals.onStop(server.stop::countDown, server::stopNow);
        server.openOrLeaveNothing();
        return server.serveUntilStopped(out);
    }

    private static Server of(ServerSettings settings, Activation activation, Supplier<ServerSettings> reread) {
        return new Server(settings, Preflight.check(settings, activation), reread);
    }

    private void openOrLeaveNothing() {
        try {
            open();
        } catch (Throwable e) {
            close();
            services.removeTraces();
            throw e;
        }
    }

    List<Listener> listeners() {
        return listeners;
    }

    private boolean serveUntilStopped(PrintStream out) {
        boolean announced = false;
        try {
            announced = announce(out);
            awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
        LOG.info("stopped after {}", summary());
        return announced;
    }

    private boolean announce(PrintStream out) {
        Signals.onHangUp(this::reload);
        openAdmin();
        Announcement.print(
                listeners,
                adminAddress(),
                fingerprints(),
                settings.page(),
                settings.replica(),
                settings.console().json(),
                out);
        Optional<IOException> lost = StandardOutput.takeFailure(out);
        lost.ifPresent(why -> LOG.warn(
                "standard output cannot be written ({}): the table of endpoints is lost", StandardOutput.reason(why)));
        readiness.remarkedBy(services::remarks);
        readiness.ready();
        systemd.ready();
        health = HealthSocket.open(HealthFolder.of(System.getenv()), readiness);
        listeners.forEach(new StartWarnings(settings.upload())::log);
        IdleGuards.sentences(listeners, settings.ownGuards()).forEach(LOG::warn);
        settings.unusedTlsFiles().forEach(StartWarnings::unusedTlsFile);
        settings.unusedPageSettings().forEach(StartWarnings::unusedPageSetting);
        services.opened();
        loops.next().scheduleWithFixedDelay(connections::tick, 1, 1, TimeUnit.MINUTES);
        return lost.isEmpty();
    }

    private void awaitStop() throws InterruptedException {
        stop.await();
        readiness.stopping();
        services.refuseNew();
        systemd.stopping();
        new Drain(listeners, nanos -> stopNow.await(nanos, TimeUnit.NANOSECONDS), System::nanoTime)
                .run(settings.graceNanos());
    }

    private void stopNow() {
        stopNow.countDown();
        stop.countDown();
    }

    /** Applies what may change while the server runs; keeps the old settings when the new ones are wrong. */
    synchronized void reload() {
        systemd.reloading();
        try {
            reread();
        } finally {
            systemd.ready();
        }
    }

    private void reread() {
        if (!settings.areInFiles()) {
            LOG.warn("there is no file to read again: the server was started without --config");
            return;
        }
        ServerSettings wanted;
        try {
            wanted = reread.get();
        } catch (ConfigException e) {
            LOG.warn("the settings stay as they are: {}", e.getMessage());
            return;
        }
        List<String> later = settings.needingRestart(wanted);
        if (!later.isEmpty()) {
            LOG.warn("{} need a restart to change and stay as they are", String.join(", ", later));
        }
        guards.reload(wanted.guards(), wanted.serviceGuards(), System.nanoTime());
        connections.reload(wanted.connections());
        services.reload(wanted);
        LOG.info("read the settings again");
    }

    @Override
    public void close() {
        services.takeLeave();
        listeners.forEach(listener -> listener.socket().beginToClose());
        for (Listener listener : listeners) {
            try {
                listener.socket().close();
            } catch (Throwable e) {
                LOG.error("{} did not close", listener.url(), e);
            }
        }
        services.close();
        connections.end();
        if (admin != null) {
            admin.close();
        }
        if (health != null) {
            health.close();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    Fingerprints fingerprints() {
        return services.fingerprints();
    }

    /** Returns null where there is no admin port, or not yet. */
    InetSocketAddress adminAddress() {
        return admin == null ? null : admin.address();
    }

    void openAdmin() {
        if (settings.admin() != null) {
            AdminPage page = new AdminPage(settings.page(), listeners, services, pipelines, readiness);
            page.start(loops.next());
            List<ServiceMeter> meters = new ArrayList<>(page.meters());
            listeners.forEach(listener -> meters.add(listener.served().meter()));
            List<Reading> readings = new ArrayList<>(services.readings());
            readings.addAll(page.readings());
            admin = AdminServer.open(
                    transport,
                    settings.admin(),
                    connections.watchAdmin(),
                    readiness,
                    new Metrics(() -> meters, readings),
                    page.site());
        }
    }

    private void open() {
        if (settings.admin() != null) {
            AdminServer.refuseTakenPort(settings.admin());
        }
        UdpOptions udp = new UdpOptions(
                        settings.io().eventLoops(), settings.io().receiveBufferBytes(), true)
                .withMulticastInterface(settings.io().multicast());
        pipelines = new Pipelines(
                guards, isServed(Scheme.TLS) ? services.tls() : null, isServed(Scheme.DTLS) ? services.dtls() : null);
        Listener.Sockets sockets =
                new Listener.Sockets(transport, loops, udp, settings.io().unix(), connections, pipelines);
        for (EndpointSpec spec : groupsLast(settings.endpoints())) {
            ServiceMeter meter = new ServiceMeter(spec.service(), spec.scheme().toString());
            Listener listener = Listener.open(
                    spec, services.port(spec.service()), services.served(spec, meter), sockets, passed.get(spec));
            listeners.add(listener);
            if (listener.udp() != null) {
                listener.udp().whenNotOpened(DescriptorLog.PROCESS::tell);
                services.opened(spec, listener.address().getPort());
            }
        }
    }

    private boolean isServed(Scheme scheme) {
        return settings.endpoints().stream().anyMatch(spec -> spec.scheme() == scheme);
    }

    /** A port of all addresses is not to be had while a group is open there; the other way round it is. */
    private static List<EndpointSpec> groupsLast(List<EndpointSpec> endpoints) {
        List<EndpointSpec> sorted = new ArrayList<>(endpoints);
        sorted.sort(
                Comparator.comparing(spec -> spec.host() != null && spec.host().isMulticastAddress()));
        return sorted;
    }

    private String summary() {
        long requests = 0;
        long answers = 0;
        for (Listener listener : listeners) {
            requests += listener.served().meter().requests();
            answers += listener.served().meter().answers();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
        return Count.of(requests, "request") + " and " + Count.of(answers, "answer") + " in " + seconds + " s";
    }
}
