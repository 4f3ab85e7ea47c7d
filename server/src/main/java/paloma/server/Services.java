package paloma.server;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.BufferRing;
import paloma.net.KernelDrops;
import paloma.net.Printable;
import paloma.server.bus.Bus;
import paloma.server.bus.RedisBus;
import paloma.server.chat.ChatService;
import paloma.server.config.BusSettings;
import paloma.server.config.ConfigException;
import paloma.server.config.ConsoleSettings;
import paloma.server.config.EndpointSpec;
import paloma.server.config.ServerSettings;
import paloma.server.config.TlsSettings;
import paloma.server.console.Console;
import paloma.server.dtls.DtlsStages;
import paloma.server.echo.EchoService;
import paloma.server.files.FilesService;
import paloma.server.greet.GreetService;
import paloma.server.guard.Guards;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.lifecycle.Readiness;
import paloma.server.logging.Logging;
import paloma.server.metrics.Reading;
import paloma.server.metrics.Samples;
import paloma.server.metrics.ServiceMeter;
import paloma.server.page.ServerView;
import paloma.server.page.ServerView.EndpointView;
import paloma.server.peer.Admission;
import paloma.server.peer.Peers;
import paloma.server.plugin.Plugins.Plugin;
import paloma.server.prime.PrimeService;
import paloma.server.sink.SinkService;
import paloma.server.tls.ServerCertificates;
import paloma.server.tls.TlsStages;
import paloma.server.upload.UploadCounts;
import paloma.server.upload.UploadService;
import paloma.server.upload.UploadStore;
import paloma.server.uppercase.UppercaseService;
import paloma.service.PeerService;
import paloma.service.Service;
import paloma.service.WellKnown;
import paloma.transfer.keys.SecretFileException;

/** All services that this server knows, built-in and plugged in; what one needs is made when an endpoint first asks. */
final class Services implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final ServerSettings settings;
    private final Map<String, Plugin> plugins;
    private final Guards guards;
    private final Runnable stop;
    private final Map<String, Admission> admissions = new TreeMap<>();
    private final MadeFolders madeFolders = new MadeFolders();
    private final Map<EndpointSpec, Integer> udpPorts = new ConcurrentHashMap<>();
    private final List<Lifecycle> living = new ArrayList<>();
    private final UploadCounts uploadCounts = new UploadCounts();
    private final Console console;
    private PrimeService prime;
    private UploadStore uploads;
    private FilesService files;
    private ChatService chat;
    private ServerCertificates certificates;
    private TlsStages tls;
    private DtlsStages dtls;
    private volatile GreetService greet;
    private volatile SinkService sink;

    /**
     * @param guards know which sources are not limited
     * @param stop ends the server: what an empty datagram to the sink does where that was asked for
     */
    Services(ServerSettings settings, Map<String, Plugin> plugins, Guards guards, Runnable stop) {
        this.settings = settings;
        this.guards = guards;
        this.plugins = plugins;
        this.stop = stop;
        this.console = Console.to(System.out, settings.console().json() ? Console.Format.JSON : Console.Format.TEXT);
        showOn(settings.console());
    }

    /**
     * Returns the port of a service when its endpoint names none.
     *
     * @throws ConfigException when there is no such service
     */
    static int port(String name, Map<String, Plugin> plugins) {
        Optional<WellKnown> known = WellKnown.named(name);
        if (known.isPresent()) {
            return known.get().port();
        }
        Plugin plugin = plugins.get(name);
        if (plugin == null) {
            throw new ConfigException(
                    "There is no service " + Printable.word(name) + ": write one of " + names(plugins) + ".");
        }
        return plugin.defaultPort();
    }

    int port(String name) {
        return port(name, plugins);
    }

    /** Returns the service as one endpoint serves it. */
    Served served(EndpointSpec spec, ServiceMeter meter) {
        Optional<WellKnown> known = WellKnown.named(spec.service());
        if (known.isEmpty()) {
            return plugin(plugins.get(spec.service()), meter);
        }
        return switch (known.get()) {
            case ECHO -> Served.Requests.answering(new EchoService(), meter);
            case UPPERCASE -> Served.Requests.answering(new UppercaseService(), meter);
            case PRIME -> Served.Requests.answering(prime(meter), meter);
            case GREET -> Served.Requests.answering(request -> greet.serve(request), meter);
            case SINK -> Served.Requests.silent(request -> sink.serve(request), meter);
            case FILES -> files(meter);
            case UPLOAD -> upload(spec, meter);
            case CHAT -> peers(chat(), meter);
        };
    }

    /** Returns the chat as it is served to browsers, or null where no endpoint has one. */
    Served.Peers chatInBrowsers() {
        return chat == null ? null : peers(chat, new ServiceMeter(WellKnown.CHAT.serviceName(), "websocket"));
    }

    /** Returns what there is to be seen of the services, on a page. */
    ServerView view(List<EndpointView> endpoints, Samples samples, Readiness readiness, long startMillis) {
        return new ServerView(
                Main.class.getPackage().getImplementationVersion(),
                settings.replica(),
                startMillis,
                readiness,
                endpoints,
                samples,
                files == null ? null : files::running,
                files == null ? null : files::ended,
                uploads == null ? null : uploadCounts::views,
                console::shownAfter,
                console::shown,
                chat == null ? null : chat::roomViews);
    }

    private Served plugin(Plugin plugin, ServiceMeter meter) {
        return plugin.service() instanceof PeerService speaking
                ? peers(speaking, meter)
                : Served.Requests.answering((Service) plugin.service(), meter);
    }

    /** Each endpoint has peers of its own; together they are no more than one service may have. */
    private Served.Peers peers(PeerService service, ServiceMeter meter) {
        Admission admission = admissions.computeIfAbsent(
                meter.service(), name -> new Admission(settings.peers(), guards.of(name), System.nanoTime()));
        long idleNanos = settings.peers().idleNanos();
        return new Served.Peers(live(new Peers(service, meter, admission, idleNanos, System::nanoTime)), meter);
    }

    /** Returns the numbers that belong to no single endpoint. */
    List<Reading> readings() {
        List<Reading> all = new ArrayList<>();
        all.add(Reading.counter(
                "paloma_receive_ring_misses",
                "Receive buffers that were allocated because all of the ring were out.",
                BufferRing::misses));
        all.add(Reading.counter(
                "paloma_log_lines_lost",
                "Log lines that were thrown away because their reader was too slow.",
                Logging::lostLines));
        all.add(Reading.counter(
                "paloma_console_lines_not_shown",
                "Requests to greet and sink that were not shown: standard output was too slow or took nothing.",
                console::notShown));
        all.addAll(uploadCounts.readings());
        admissions.forEach((service, admission) -> all.add(
                Reading.gauge("paloma_peers", "Peers of services that speak unasked.", admission.bounds()::count)
                        .of("service", service)));
        living.forEach(each -> all.addAll(each.readings()));
        if (settings.replica() != null) {
            all.add(Reading.gauge("paloma_info", "The name of this server among those of its fleet.", () -> 1)
                    .of("replica", settings.replica()));
        }
        return all;
    }

    /** Returns what the server goes on without, each in words. */
    List<String> remarks() {
        return living.stream().map(Lifecycle::remark).filter(Objects::nonNull).toList();
    }

    /** Returns what clients show of this server's keys. */
    Fingerprints fingerprints() {
        return new Fingerprints(
                files == null ? null : files.fingerprint(), certificates == null ? null : certificates.fingerprint());
    }

    /** Returns what the endpoints over TLS and DTLS prove themselves with. */
    ServerCertificates certificates() {
        if (certificates == null) {
            certificates = live(openCertificates());
        }
        return certificates;
    }

    /** Returns the stages of all endpoints over TLS. */
    TlsStages tls() {
        if (tls == null) {
            tls = live(new TlsStages(
                    certificates(), Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
        }
        return tls;
    }

    /** Returns the stages of all endpoints over DTLS. */
    DtlsStages dtls() {
        if (dtls == null) {
            try {
                dtls = live(new DtlsStages(
                        certificates(), settings.dtls(), settings.peers().idleNanos()));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        "The certificate cannot be used (" + e.getMessage() + "): name another with --tls-cert.");
            }
        }
        return dtls;
    }

    private ServerCertificates openCertificates() {
        TlsSettings wanted = settings.tls();
        try {
            if (wanted.madeKey() != null) {
                madeFolders.before(wanted.madeKey());
                madeFolders.before(wanted.madeCertificate());
                Files.createDirectories(settings.data());
            }
            return ServerCertificates.open(wanted);
        } catch (IOException e) {
            throw new ConfigException(
                    "The folder " + Printable.quote(settings.data().toString()) + " cannot be made (" + e.getMessage()
                            + "): name another with --data.");
        } catch (SecretFileException e) {
            throw new ConfigException("The server has no certificate: " + e.getMessage() + ".");
        }
    }

    /** Called with the port that an endpoint got. */
    void opened(EndpointSpec spec, int port) {
        udpPorts.put(spec, port);
    }

    /** Applies another greeting, shows requests or not, and takes other tokens and certificates. */
    void reload(ServerSettings wanted) {
        showOn(wanted.console());
        if (files != null) {
            files.reload(wanted.files());
        }
        if (certificates != null) {
            certificates.reload(wanted.tls());
        }
        if (dtls != null) {
            dtls.reload(wanted.dtls());
        }
    }

    private void showOn(ConsoleSettings wanted) {
        Console shown = wanted.quiet() ? Console.quiet() : console;
        greet = new GreetService(wanted.greeting(), shown);
        sink = settings.console().stopOnEmpty() ? SinkService.stoppedByEmpty(shown, stop) : SinkService.of(shown);
    }

    /** Called when all endpoints are open. */
    void opened() {
        each(Lifecycle::opened);
    }

    /** Starts nothing long any more: the server is about to stop. */
    void refuseNew() {
        each(Lifecycle::refuseNew);
    }

    /** Tells those who are being served that the server stops, while the sockets are still open. */
    void takeLeave() {
        each(Lifecycle::takeLeave);
    }

    @Override
    public void close() {
        each(Lifecycle::close);
        console.close();
    }

    /**
     * Removes what was made on the disk, after a start that failed; but not where others of a fleet may have found it
     * meanwhile, and serve with that key and in these folders.
     */
    void removeTraces() {
        if (settings.replica() == null) {
            madeFolders.remove();
        }
    }

    /** One that fails keeps no other from its turn. */
    private void each(Consumer<Lifecycle> call) {
        for (Lifecycle one : living) {
            try {
                call.accept(one);
            } catch (Throwable e) {
                LOG.error("{} failed", one.getClass().getSimpleName(), e);
            }
        }
    }

    private <T extends Lifecycle> T live(T service) {
        living.add(service);
        return service;
    }

    private Served upload(EndpointSpec spec, ServiceMeter meter) {
        return switch (spec.scheme()) {
            case UDP, DTLS -> upload(uploads().overDatagrams(meter, () -> kernelDrops(spec)), meter);
            case TCP, TLS ->
                new Served.Stream(
                        uploads().overStreams(meter), meter, settings.upload().idleNanos());
            case UNIX -> upload(uploads().overDatagrams(meter, () -> 0), meter); // a full socket makes its sender wait
        };
    }

    private static Served upload(UploadService upload, ServiceMeter meter) {
        return new Served.Requests(upload, meter, false, false, upload);
    }

    private UploadStore uploads() {
        if (uploads == null) {
            madeFolders.before(settings.upload().folder());
            try {
                uploads = live(UploadStore.open(settings.upload(), uploadCounts));
            } catch (IOException e) {
                throw new ConfigException(e.getMessage());
            }
        }
        return uploads;
    }

    private Served files(ServiceMeter meter) {
        FilesService opened = files();
        return new Served.Protocol(policy -> opened.handler(policy, meter), meter);
    }

    private FilesService files() {
        if (files == null) {
            madeFolders.before(settings.files().folder());
            madeFolders.before(settings.files().keyFile());
            try {
                files = live(FilesService.open(settings.files(), settings.replica()));
            } catch (IOException e) {
                throw new ConfigException("The folder \"" + settings.files().folder() + "\" for files cannot be used ("
                        + e.getMessage() + "): name another with --data.");
            } catch (SecretFileException e) {
                throw new ConfigException("The server has no key: " + e.getMessage() + ".");
            }
        }
        return files;
    }

    /** One for all endpoints, and older than their peers: it says good-bye before they are let go. */
    private ChatService chat() {
        if (chat == null) {
            chat = settings.bus() == null ? live(new ChatService(settings.chat())) : chatOverBus(settings.bus());
        }
        return chat;
    }

    /** Redis' classes are loaded here alone. The chat says good-bye before the bus does. */
    private ChatService chatOverBus(BusSettings to) {
        Bus bus = new RedisBus(to);
        ChatService service = live(new ChatService(settings.chat(), bus));
        live(bus);
        return service;
    }

    private PrimeService prime(ServiceMeter meter) {
        if (prime == null) {
            prime = live(new PrimeService(settings.prime(), meter));
        }
        return prime.countedBy(meter);
    }

    private long kernelDrops(EndpointSpec spec) {
        Integer port = udpPorts.get(spec);
        return port == null ? 0 : KernelDrops.atPort(port);
    }

    private static String names(Map<String, Plugin> plugins) {
        List<String> names = new ArrayList<>();
        for (WellKnown known : WellKnown.values()) {
            names.add(known.serviceName());
        }
        names.addAll(plugins.keySet());
        return String.join(", ", names);
    }
}
