package paloma.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import paloma.net.AddressText;
import paloma.net.Printable;
import paloma.service.WellKnown;

/**
 * All settings, parsed and checked. {@link #load} may be called again while the server runs:
 * the file may have changed.
 *
 * @param endpoints where the services listen, those of {@code --tcp} included
 * @param serviceGuards what holds for services that have guards of their own, by their names
 * @param data the folder of uploads and files, which may have to be created
 * @param plugins the folder of the plugins' jars, or null
 * @param replica how this server is called among those of its fleet, or null
 * @param bus where servers of one fleet hear of each other, or null
 * @param admin where the admin port listens, or null
 * @param page whether it has a page
 * @param graceNanos how long to go on answering after SIGTERM
 */
public record ServerSettings(
        List<EndpointSpec> endpoints,
        Path data,
        Path plugins,
        String replica,
        IoSettings io,
        GuardSettings guards,
        Map<String, GuardSettings> serviceGuards,
        ConnectionSettings connections,
        PeerSettings peers,
        TlsSettings tls,
        DtlsSettings dtls,
        ConsoleSettings console,
        UploadSettings upload,
        FilesSettings files,
        PrimeSettings prime,
        ChatSettings chat,
        BusSettings bus,
        InetSocketAddress admin,
        PageSettings page,
        long graceNanos,
        LogSettings log,
        boolean check,
        boolean healthCheck,
        boolean showKey,
        Given given) {
    private static final List<Setting> FILES = List.of(
            Setting.CONFIG,
            Setting.TOKEN_FILE,
            Setting.TLS_CERT,
            Setting.TLS_KEY,
            Setting.TLS_CLIENT_CA,
            Setting.DTLS_PSK_FILE);

    private static final int ADMIN_PORT = 7790;
    private static final int MAX_PRIME_WORKERS = 256;
    private static final int MAX_PRIME_QUEUE = 1_000_000;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    /**
     * Reads command line, environment and file. Looks up names of hosts and reads files: never on an event loop.
     *
     * @throws ConfigException for the first thing that is wrong
     */
    public static ServerSettings load(String[] args, Map<String, String> environment) {
        return load(args, environment, List.of());
    }

    /** @param passed what is served where no endpoint is named: sockets that somebody else has opened */
    public static ServerSettings load(String[] args, Map<String, String> environment, List<EndpointSpec> passed) {
        return of(Given.of(ServerOptions.parse(args), environment), passed);
    }

    /** Returns the names of those settings that the other has differently and that take a restart to change. */
    public List<String> needingRestart(ServerSettings other) {
        return given.needingRestart(other.given);
    }

    /** Returns the names of the files that were to seal what is served, where nothing is served sealed. */
    public List<String> unusedTlsFiles() {
        return TlsFiles.unused(given, endpoints);
    }

    /** Returns the names of what was said of a page where there is none. */
    public List<String> unusedPageSettings() {
        return PageSettings.unused(given, admin);
    }

    /** Returns each setting by its key, with what holds and where that stands, for a person who wonders. */
    public List<Stated> stated() {
        List<Stated> stated = new ArrayList<>();
        for (Value endpoint : given.endpoints()) {
            stated.add(new Stated("endpoints", endpoint.text(), endpoint.source()));
        }
        given.values().forEach((key, value) -> {
            if (key.setting().isInEnvironment()) {
                stated.add(new Stated(key.toString(), shown(key.setting(), value), value.source()));
            }
        });
        return stated;
    }

    private static String shown(Setting setting, Value value) {
        return setting == Setting.BUS ? BusSettings.shown(value.text()) : value.text();
    }

    /**
     * A setting as it holds.
     *
     * @param source {@code flag}, the name of a variable, a file and its line, or {@code default}
     */
    public record Stated(String key, String text, String source) {}

    /** Returns which guards were set for one service alone, by its name. */
    public Map<String, List<Setting>> ownGuards() {
        Map<String, List<Setting>> own = new TreeMap<>();
        for (SettingKey key : given.values().keySet()) {
            if (key.service() != null) {
                own.computeIfAbsent(key.service(), none -> new ArrayList<>()).add(key.setting());
            }
        }
        return own;
    }

    /** Returns whether a file has something of the settings, which can be read again. */
    public boolean areInFiles() {
        for (Setting file : FILES) {
            if (!given.get(file).is(file.defaultText())) {
                return true;
            }
        }
        return false;
    }

    private static ServerSettings of(Given given, List<EndpointSpec> passed) {
        List<EndpointSpec> endpoints = endpoints(given, passed);
        refuseUnknownServices(given, endpoints);
        Value data = given.get(Setting.DATA);
        Value plugins = given.get(Setting.PLUGINS);
        InetSocketAddress admin = admin(given.get(Setting.ADMIN));
        TlsSettings tls = TlsFiles.of(given, Folders.path(data), endpoints);
        return new ServerSettings(
                endpoints,
                isServed(WellKnown.UPLOAD, endpoints) || isServed(WellKnown.FILES, endpoints) || tls.madeKey() != null
                        ? Folders.writable(data)
                        : Folders.path(data),
                plugins.is(Setting.NONE) ? null : Folders.readable(plugins),
                ReplicaName.of(given.get(Setting.REPLICA)),
                IoSettings.of(given),
                GuardSettings.of(given),
                GuardSettings.ofServices(given),
                ConnectionSettings.of(given),
                PeerSettings.of(given),
                tls,
                DtlsSettings.of(given, endpoints),
                ConsoleSettings.of(given),
                UploadLimits.of(given, Folders.path(data).resolve("upload")),
                files(given, Folders.path(data).resolve("files"), endpoints),
                prime(given),
                ChatSettings.of(given),
                BusSettings.of(given),
                admin,
                PageSettings.of(given, admin),
                given.get(Setting.GRACE).asNanos(0, HOUR_NANOS),
                LogSettings.of(given),
                given.get(Setting.CHECK).asSwitch(),
                given.get(Setting.HEALTH_CHECK).asSwitch(),
                given.get(Setting.SHOW_KEY).asSwitch(),
                given);
    }

    private static List<EndpointSpec> endpoints(Given given, List<EndpointSpec> passed) {
        Value bindText = given.get(Setting.BIND);
        InetAddress bind = BindAddress.resolve(bindText, bindText.text());
        List<EndpointSpec> endpoints = new ArrayList<>();
        for (Value value : given.endpoints()) {
            add(value, EndpointSpec.parse(value, bind), endpoints);
        }
        if (endpoints.isEmpty()) {
            endpoints.addAll(passed);
        }
        if (endpoints.isEmpty()) {
            for (WellKnown service : WellKnown.values()) {
                endpoints.add(EndpointSpec.udp(service.serviceName(), bind));
            }
        }
        if (given.get(Setting.TCP).asSwitch()) {
            addTcp(endpoints);
        }
        return List.copyOf(endpoints);
    }

    private static void add(Value value, EndpointSpec endpoint, List<EndpointSpec> endpoints) {
        if (endpoint.port() != 0 && endpoints.contains(endpoint)) {
            throw value.wrong("is named twice", "keep one");
        }
        if (isFiles(endpoint) && endpoint.scheme() != EndpointSpec.Scheme.UDP) {
            throw value.wrong("is not available", "serve files over UDP, such as files=udp://:7777");
        }
        endpoints.add(endpoint);
    }

    private static void addTcp(List<EndpointSpec> endpoints) {
        for (EndpointSpec endpoint : List.copyOf(endpoints)) {
            EndpointSpec overTcp = endpoint.over(EndpointSpec.Scheme.TCP);
            if (endpoint.scheme() == EndpointSpec.Scheme.UDP
                    && !isFiles(endpoint)
                    && !BroadcastEndpoints.isForMany(endpoint)
                    && !endpoints.contains(overTcp)) {
                endpoints.add(overTcp);
            }
        }
    }

    private static boolean isFiles(EndpointSpec endpoint) {
        return endpoint.service().equals(WellKnown.FILES.serviceName());
    }

    private static boolean isServed(WellKnown service, List<EndpointSpec> endpoints) {
        for (EndpointSpec endpoint : endpoints) {
            if (endpoint.service().equals(service.serviceName())) {
                return true;
            }
        }
        return false;
    }

    private static FilesSettings files(Given given, Path folder, List<EndpointSpec> endpoints) {
        FilesSettings files = FileLimits.of(given, folder, isServed(WellKnown.FILES, endpoints));
        if (files.tokens().isEmpty() && !given.get(Setting.FILES_OPEN).asSwitch()) {
            for (EndpointSpec endpoint : endpoints) {
                if (isFiles(endpoint) && !endpoint.host().isLoopbackAddress()) {
                    throw new ConfigException("files on " + AddressText.of(endpoint.host())
                            + " would let everybody who reaches it read and write: name a token with --token-file FILE,"
                            + " or say --files-open.");
                }
            }
        }
        return files;
    }

    /** A limit for a service that there is not would limit nothing. */
    private static void refuseUnknownServices(Given given, List<EndpointSpec> endpoints) {
        Set<String> known = new TreeSet<>();
        endpoints.forEach(endpoint -> known.add(endpoint.service()));
        for (WellKnown service : WellKnown.values()) {
            known.add(service.serviceName());
        }
        given.values().forEach((key, value) -> {
            if (key.service() != null && !known.contains(key.service())) {
                throw new ConfigException(value.name() + ": there is no service " + Printable.quote(key.service())
                        + "; " + Nearest.hint(key.service(), List.copyOf(known), "name one that is served."));
            }
        });
    }

    private static PrimeSettings prime(Given given) {
        PrimeSettings defaults =
                PrimeSettings.forProcessors(Runtime.getRuntime().availableProcessors());
        Value workers = given.get(Setting.PRIME_WORKERS);
        return new PrimeSettings(
                workers.is(Setting.AUTO) ? defaults.workers() : workers.asInt(1, MAX_PRIME_WORKERS),
                given.get(Setting.PRIME_QUEUE).asInt(1, MAX_PRIME_QUEUE),
                given.get(Setting.PRIME_BUDGET).asInt(1, MAX_PRIME_QUEUE));
    }

    private static InetSocketAddress admin(Value value) {
        if (value.isOff()) {
            return null;
        }
        BindAddress admin = BindAddress.parse(value, value.text());
        InetAddress host = admin.resolve(value, InetAddress.getLoopbackAddress());
        return new InetSocketAddress(host, admin.port() == BindAddress.NO_PORT ? ADMIN_PORT : admin.port());
    }
}
