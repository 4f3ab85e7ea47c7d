package paloma.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import paloma.net.BufferRing;
import paloma.net.KernelDrops;
import paloma.server.config.ConfigException;
import paloma.server.config.ConsoleSettings;
import paloma.server.config.EndpointSpec;
import paloma.server.config.ServerSettings;
import paloma.server.console.Console;
import paloma.server.echo.EchoService;
import paloma.server.files.FilesService;
import paloma.server.greet.GreetService;
import paloma.server.handler.TcpLineCodec.Framing;
import paloma.server.logging.Logging;
import paloma.server.metrics.Reading;
import paloma.server.metrics.ServiceMeter;
import paloma.server.plugin.Plugins.Plugin;
import paloma.server.prime.PrimeService;
import paloma.server.sink.SinkService;
import paloma.server.upload.UploadService;
import paloma.server.upload.UploadStore;
import paloma.server.uppercase.UppercaseService;
import paloma.service.WellKnown;

/** All services that this server knows, built-in and plugged in; what one needs is made when an endpoint first asks. */
final class Services implements AutoCloseable {
    private final ServerSettings settings;
    private final Map<String, Plugin> plugins;
    private final Runnable stop;
    private final MadeFolders madeFolders = new MadeFolders();
    private final Map<EndpointSpec, Integer> udpPorts = new ConcurrentHashMap<>();
    private PrimeService prime;
    private UploadStore uploads;
    private FilesService files;
    private Console shown;
    private volatile GreetService greet;
    private volatile SinkService sink;

    /** @param stop ends the server: what an empty datagram to the sink does where that was asked for */
    Services(ServerSettings settings, Map<String, Plugin> plugins, Runnable stop) {
        this.settings = settings;
        this.plugins = plugins;
        this.stop = stop;
        reload(settings.console());
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
            throw new ConfigException("There is no service " + name + ": write one of " + names(plugins) + ".");
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
            return Served.Requests.answering(plugins.get(spec.service()).service(), meter);
        }
        return switch (known.get()) {
            case ECHO -> Served.Requests.answering(new EchoService(), meter);
            case UPPERCASE -> Served.Requests.answering(new UppercaseService(), meter);
            case PRIME -> Served.Requests.answering(prime(meter), meter);
            case GREET -> Served.Requests.answering(request -> greet.serve(request), meter);
            case SINK -> Served.Requests.silent(request -> sink.serve(request), meter);
            case FILES -> files(spec, meter);
            case UPLOAD -> upload(spec, meter);
        };
    }

    /** Returns the numbers that belong to no single endpoint. */
    List<Reading> readings() {
        List<Reading> all = new ArrayList<>(ofAll());
        if (files != null) {
            all.addAll(files.readings());
        }
        return all;
    }

    private List<Reading> ofAll() {
        return List.of(
                Reading.counter(
                        "paloma_receive_ring_misses",
                        "Receive buffers that were allocated because all of the ring were out.",
                        BufferRing::misses),
                Reading.counter(
                        "paloma_log_lines_lost",
                        "Log lines that were thrown away because their reader was too slow.",
                        Logging::lostLines),
                Reading.counter(
                        "paloma_console_lines_not_shown",
                        "Requests to greet and sink that were not shown because the terminal was too slow.",
                        () -> shown == null ? 0 : shown.notShown()),
                Reading.gauge(
                        "paloma_open_uploads", "Uploads that are going on.", () -> ofUploads(UploadStore::openUploads)),
                Reading.counter(
                        "paloma_uploaded_files", "Uploads that ended as files.", () -> ofUploads(UploadStore::files)),
                Reading.counter(
                        "paloma_parked_uploads", "Uploads that stayed parts.", () -> ofUploads(UploadStore::parked)),
                Reading.counter(
                        "paloma_uploaded_bytes",
                        "Bytes in the files that uploads became.",
                        () -> ofUploads(UploadStore::bytes)));
    }

    /** Tells where an endpoint of port 0 has come to be. */
    void opened(EndpointSpec spec, int port) {
        udpPorts.put(spec, port);
    }

    /** Takes another greeting, or falls silent, or speaks again. */
    void reload(ConsoleSettings wanted) {
        Console console = wanted.quiet() ? Console.quiet() : shown();
        greet = new GreetService(wanted.greeting(), console);
        sink = settings.console().stopOnEmpty() ? SinkService.stoppedByEmpty(console, stop) : SinkService.of(console);
    }

    /** Says what the operator should know, now that all is open. */
    void tellLimits() {
        if (files != null) {
            files.tellLimits();
        }
    }

    /** Begins nothing more that takes its time: the server is about to stop. */
    void refuseNew() {
        if (files != null) {
            files.refuseNew();
        }
    }

    /** Tells those who are being served that it ends here, while the sockets are open still. */
    void takeLeave() {
        if (files != null) {
            files.stop();
        }
    }

    @Override
    public void close() {
        if (uploads != null) {
            uploads.close();
        }
        if (files != null) {
            files.close();
        }
        if (prime != null) {
            prime.close();
        }
        if (shown != null) {
            shown.close();
        }
    }

    /** Takes back what was made on the disk, when the start has failed after all. */
    void removeTraces() {
        madeFolders.remove();
    }

    private Console shown() {
        if (shown == null) {
            shown = Console.to(System.out, settings.console().json() ? Console.Format.JSON : Console.Format.TEXT);
        }
        return shown;
    }

    private Served upload(EndpointSpec spec, ServiceMeter meter) {
        if (uploads == null) {
            madeFolders.before(settings.upload().folder());
            try {
                uploads = UploadStore.open(settings.upload());
            } catch (IOException e) {
                throw new ConfigException(e.getMessage());
            }
        }
        UploadService upload = uploadService(spec, meter);
        return new Served.Requests(upload, meter, false, false, Framing.PIECES, upload);
    }

    private UploadService uploadService(EndpointSpec spec, ServiceMeter meter) {
        return switch (spec.scheme()) {
            case UDP -> uploads.overDatagrams(meter, () -> kernelDrops(spec));
            case TCP -> uploads.overStreams(meter);
            case UNIX -> uploads.overDatagrams(meter, () -> 0); // a full socket makes its sender wait
        };
    }

    private Served files(EndpointSpec spec, ServiceMeter meter) {
        if (files == null) {
            madeFolders.before(settings.files().folder());
            try {
                files = FilesService.open(settings.files());
            } catch (IOException e) {
                throw new ConfigException("The folder " + settings.files().folder() + " for files cannot be had ("
                        + e.getMessage() + "): name another with --data.");
            }
        }
        return new Served.Protocol(policy -> files.handler(policy, meter), meter);
    }

    private long kernelDrops(EndpointSpec spec) {
        Integer port = udpPorts.get(spec);
        return port == null ? 0 : KernelDrops.byPort().getOrDefault(port, 0L);
    }

    private long ofUploads(ToLongFunction<UploadStore> number) {
        return uploads == null ? 0 : number.applyAsLong(uploads);
    }

    private PrimeService prime(ServiceMeter meter) {
        if (prime == null) {
            prime = new PrimeService(settings.prime(), meter);
        }
        return prime.countedBy(meter);
    }

    private static String names(Map<String, Plugin> plugins) {
        StringBuilder names = new StringBuilder();
        for (WellKnown known : WellKnown.values()) {
            names.append(names.isEmpty() ? "" : ", ").append(known.serviceName());
        }
        plugins.keySet().forEach(name -> names.append(", ").append(name));
        return names.toString();
    }
}
