package paloma.server;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import paloma.net.BrokenWord;
import paloma.net.BugReport;
import paloma.net.Descriptors;
import paloma.net.StandardOutput;
import paloma.server.config.ConfigException;
import paloma.server.config.ServerOptions;
import paloma.server.config.ServerSettings;
import paloma.server.config.Usage;
import paloma.server.health.HealthCheck;
import paloma.server.health.HealthFolder;
import paloma.server.logging.Logging;
import paloma.server.systemd.Activation;
import paloma.server.warmup.ServerCdsTraining;

/**
 * The program {@code paloma server}. Exit codes: 0 as asked, 1 not healthy or standard output took nothing, 2 something in
 * the settings is wrong, 70 a bug, 75 something is not available now.
 */
public final class Main {
    private static final String TOO_FEW_DESCRIPTORS =
            "There are too few file descriptors to start: raise the limit with"
                    + " LimitNOFILE= in the systemd unit, or with ulimit -n.";
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private Main() {}

    public static void main(String[] args) {
        // Allocation events for the flight recorder, which is not running, cost the first burst its place.
        System.setProperty("io.netty.jfr.enabled", System.getProperty("io.netty.jfr.enabled", "false"));
        doWithoutLeakDetector();
        System.setOut(StandardOutput.ofProcess());
        int code = run(args, System.getenv());
        Logging.stop();
        System.exit(code);
    }

    /**
     * Netty's leak detector asks each message at each stage whether its references are counted, which is a fifth of an
     * answer's cost where bursts come in. It follows pooled buffers only; ours are a ring. To look for a leak, run with
     * {@code -Dio.netty.leakDetection.level=paranoid}.
     */
    private static void doWithoutLeakDetector() {
        if (System.getProperty(LEAK_DETECTION) == null) {
            System.setProperty(LEAK_DETECTION, "disabled");
        }
    }

    static int run(String[] args, Map<String, String> environment) {
        if (args.length == 1 && args[0].equals(ServerCdsTraining.FLAG)) {
            return ServerCdsTraining.run(Trainee::start);
        }
        try {
            refuseBrokenWords(args, environment);
            ServerOptions options = ServerOptions.parse(args);
            if (options.asksForHelp()) {
                System.out.print(Usage.text());
                return said(0);
            }
            if (options.asksForVersion()) {
                System.out.println("paloma server " + Main.class.getPackage().getImplementationVersion());
                return said(0);
            }
            Activation activation = Activation.of(environment);
            Supplier<ServerSettings> settings = () -> ServerSettings.load(args, environment, activation.endpoints());
            return run(settings.get(), activation, settings);
        } catch (Throwable e) {
            return failed(e);
        }
    }

    /** A folder or a text that is not what somebody wrote would be made or sent all the same. */
    private static void refuseBrokenWords(String[] args, Map<String, String> environment) {
        Stream<String> ours = environment.entrySet().stream()
                .filter(one -> one.getKey().startsWith("PALOMA_"))
                .map(Map.Entry::getValue);
        BrokenWord.refusal(Stream.concat(Stream.of(args), ours)).ifPresent(sentence -> {
            throw new ConfigException(sentence);
        });
    }

    /** Whatever could not be opened says in its own way that there was no descriptor. */
    private static int failed(Throwable cause) {
        Throwable told = Descriptors.areOut(cause) ? new ConfigException(TOO_FEW_DESCRIPTORS) : cause;
        if (told instanceof ConfigException refusal) {
            System.err.println(refusal.getMessage());
            return refusal.exitCode();
        }
        System.err.println(BugReport.ofProcess().add(told) + ".");
        return BugReport.EXIT_CODE;
    }

    private static int run(ServerSettings settings, Activation activation, Supplier<ServerSettings> reread) {
        if (settings.healthCheck()) {
            HealthCheck.Verdict verdict = HealthCheck.probe(HealthFolder.of(System.getenv()), settings.admin());
            System.out.println(verdict.sentence());
            return said(verdict.exitCode());
        }
        if (settings.showKey()) {
            ShownKey.print(settings, System.out);
            return said(0);
        }
        Logging.start(settings.log());
        if (settings.check()) {
            Preflight.check(settings, activation);
            CheckedSettings.print(settings, System.out);
            return said(0);
        }
        return Server.serve(settings, activation, reread, System.out) ? 0 : StandardOutput.EXIT_CODE;
    }

    private static int said(int exitCode) {
        return StandardOutput.exitCode(System.out, exitCode, System.err::println);
    }
}
