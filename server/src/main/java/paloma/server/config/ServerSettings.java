package paloma.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import paloma.service.WellKnown;

/**
 * All settings, parsed and checked. {@link #load} may be called again while the server runs:
 * the file may have changed.
 *
 * @param endpoints where the services listen, those of {@code --tcp} included
 * @param data the folder of uploads and files, which may have to be created
 * @param plugins the folder of the plugins' jars, or null
 * @param admin where the admin port listens, or null
 * @param graceNanos how long to go on answering after SIGTERM
 */
public record ServerSettings(
        List<EndpointSpec> endpoints,
        Path data,
        Path plugins,
        IoSettings io,
        GuardSettings guards,
        ConsoleSettings console,
        UploadSettings upload,
        FilesSettings files,
        PrimeSettings prime,
        InetSocketAddress admin,
        long graceNanos,
        LogSettings log,
        boolean check,
        boolean healthCheck,
        Given given) {
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
        return of(Given.of(ServerOptions.parse(args), environment));
    }

    /** Returns the names of those settings that the other has differently and that take a restart to change. */
    public List<String> needingRestart(ServerSettings other) {
        return given.needingRestart(other.given);
    }

    private static ServerSettings of(Given given) {
        List<EndpointSpec> endpoints = endpoints(given);
        Value data = given.get(Setting.DATA);
        Value plugins = given.get(Setting.PLUGINS);
        return new ServerSettings(
                endpoints,
                isServed(WellKnown.UPLOAD, endpoints) || isServed(WellKnown.FILES, endpoints)
                        ? Folders.writable(data)
                        : Folders.path(data),
                plugins.isEmpty() ? null : Folders.readable(plugins),
                IoSettings.of(given),
                GuardSettings.of(given),
                ConsoleSettings.of(given),
                UploadLimits.of(given, Path.of(data.text()).resolve("upload")),
                FileLimits.of(given, Path.of(data.text()).resolve("files"), isServed(WellKnown.FILES, endpoints)),
                prime(given),
                admin(given.get(Setting.ADMIN)),
                given.get(Setting.GRACE).asNanos(0, HOUR_NANOS),
                LogSettings.of(given),
                given.get(Setting.CHECK).asSwitch(),
                given.get(Setting.HEALTH_CHECK).asSwitch(),
                given);
    }

    private static List<EndpointSpec> endpoints(Given given) {
        Value bindText = given.get(Setting.BIND);
        InetAddress bind = BindAddress.resolve(bindText, bindText.text());
        List<EndpointSpec> endpoints = new ArrayList<>();
        for (Value value : given.endpoints()) {
            add(value, EndpointSpec.parse(value, bind), endpoints);
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
            if (endpoint.scheme() == EndpointSpec.Scheme.UDP && !isFiles(endpoint) && !endpoints.contains(overTcp)) {
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

    private static PrimeSettings prime(Given given) {
        PrimeSettings defaults =
                PrimeSettings.forProcessors(Runtime.getRuntime().availableProcessors());
        Value workers = given.get(Setting.PRIME_WORKERS);
        return new PrimeSettings(
                workers.isEmpty() ? defaults.workers() : workers.asInt(1, MAX_PRIME_WORKERS),
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
