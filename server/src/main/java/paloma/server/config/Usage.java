package paloma.server.config;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help, and what makes shell completion: the vocabulary of {@link Setting} as picocli has it. */
public final class Usage {
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  All eight services on this host, with a line to try each:",
        "    paloma server",
        "  Echo and prime, for the network, over UDP and TCP:",
        "    paloma server --bind 0.0.0.0 --tcp echo prime",
        "  Your own endpoints (port 0 takes a free one and prints it):",
        "    paloma server echo=udp://[::]:7 prime=tcp://:9000 uppercase=unix:/run/paloma/upper.sock",
        "  Uploads of 100 MB at most, from one network:",
        "    paloma server upload --bind 0.0.0.0 --allow 192.168.0.0/16 --upload-limit 100M",
        "  Files of at most 10 GB for those who know the token:",
        "    paloma server files --bind 0.0.0.0 --token-file token --files-limit 10G",
        "",
        "Each option has the same name in the environment and in a file. The first of these wins:",
        "--source-rate 100/s, PALOMA_SOURCE_RATE=100/s, \"source-rate = 100/s\" in --config FILE.",
        "Endpoints are PALOMA_ENDPOINTS and \"endpoints = echo, prime=tcp://:8808\".",
        "On SIGHUP a running server reads FILE again and applies what is marked (*).",
        "Guards may be set for one service: --prime.source-rate 10/s, PALOMA_SINK_DENY, \"upload.allow\".",
        "Exit codes: 0 success, 1 not healthy (--health-check), 2 a setting is wrong, 70 a bug in Paloma,",
        "75 a port in use, an address that is not there yet or the like: start it again later.",
    };

    private Usage() {}

    public static String text() {
        return new CommandLine(commandSpec()).getUsageMessage(CommandLine.Help.Ansi.AUTO);
    }

    /** Returns the whole command line as picocli's model. */
    public static CommandSpec commandSpec() {
        CommandSpec spec = CommandSpec.create().name("paloma server");
        spec.usageMessage()
                .description("Serves small datagram services.", "")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .showDefaultValues(false)
                .width(100)
                .footer(EXAMPLES);
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("ENDPOINT")
                .arity("0..*")
                .type(String[].class)
                .description(
                        "What to serve, and where: SERVICE, SERVICE=udp://HOST:PORT, SERVICE=tcp://HOST:PORT,"
                                + " SERVICE=tls://HOST:PORT, SERVICE=dtls://HOST:PORT or SERVICE=unix:PATH. Default: echo, uppercase, prime, greet, sink, upload, chat and files over UDP.")
                .build());
        for (Section section : Section.values()) {
            spec.addArgGroup(group(section));
        }
        return spec;
    }

    private static ArgGroupSpec group(Section section) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder().validate(false).order(section.ordinal()).heading("%n" + section.heading + "%n");
        for (Setting setting : Setting.values()) {
            if (Section.of(setting) == section) {
                group.addArg(option(setting));
            }
        }
        if (section == Section.WHAT) {
            group.addArg(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this.")
                    .build());
            group.addArg(OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("Show the version.")
                    .build());
        }
        return group.build();
    }

    private static OptionSpec option(Setting setting) {
        String preset = setting.isSwitch() ? "" : " Default: " + setting.defaultText() + ".";
        String text = (setting.help() + preset + (setting.isLive() ? " (*)" : "")).replace("%", "%%");
        return OptionSpec.builder(setting.flag())
                .type(setting.isSwitch() ? boolean.class : String.class)
                .paramLabel(setting.label())
                .description(text)
                .order(setting.ordinal())
                .build();
    }

    /** The headings, each with the setting that comes first under it. */
    private enum Section {
        WHAT("What to do:", Setting.BIND),
        IO("How it runs:", Setting.TRANSPORT),
        GUARDS("Guards:", Setting.PROXY_FROM),
        TLS("TLS and DTLS:", Setting.TLS_CERT),
        CONSOLE("greet and sink:", Setting.GREETING),
        UPLOAD("upload:", Setting.UPLOAD_NAME),
        FILES("files:", Setting.TOKEN_FILE),
        PRIME("prime:", Setting.PRIME_WORKERS),
        CHAT("chat:", Setting.CHAT_ROOMS),
        WATCHING("Watching it:", Setting.ADMIN);

        private final String heading;
        private final Setting first;

        Section(String heading, Setting first) {
            this.heading = heading;
            this.first = first;
        }

        static Section of(Setting setting) {
            Section found = WHAT;
            for (Section section : values()) {
                if (section.first.compareTo(setting) <= 0) {
                    found = section;
                }
            }
            return found;
        }
    }
}
