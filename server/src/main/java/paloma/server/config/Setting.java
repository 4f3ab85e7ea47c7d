package paloma.server.config;

import java.util.Locale;

/** The vocabulary: each thing that can be set, under one name for flag, environment and file. */
public enum Setting {
    BIND("ADDRESS", "127.0.0.1", "Address for endpoints that name none. 0.0.0.0 and :: serve the network."),
    TCP("", "false", "Also serve the same endpoints over TCP: a line in, a line out."),
    DATA("DIR", "paloma-data", "The folder of uploads (DIR/upload) and files (DIR/files)."),
    CONFIG("FILE", "", "Read settings from FILE: lines such as `source-rate = 100`, in UTF-8."),
    CHECK("", "false", "Validate all settings, and exit with 0 or 2."),
    HEALTH_CHECK("", "false", "Ask the running server that has the same settings, and exit with 0 or 1."),
    PLUGINS("DIR", "", "Also offer the services found in the jars of DIR."),

    TRANSPORT(
            "auto|nio|epoll|kqueue",
            "auto",
            "How sockets are served; auto takes the native transport where one loads."),
    EVENT_LOOPS(
            "N", "", "Threads that serve, each with a socket of its own per endpoint. Default: the CPUs, 8 at most."),
    RECEIVE_BUFFER("SIZE", "4M", "What the kernel is asked for, for each UDP socket."),
    GRACE("TIME", "2s", "How long to go on answering after SIGTERM."),

    ALLOW("CIDR,...", "", "Serve only these sources. Default: all.", true),
    DENY("CIDR,...", "", "Do not serve these sources; wins over --allow.", true),
    SOURCE_RATE("N/s", "20000/s", "Requests a second of one source; an IPv6 /64 counts as one. Or off.", true),
    SOURCE_BURST("N", "10000", "Requests of one source at once.", true),
    UNLIMITED("CIDR,...", "127.0.0.0/8,::1/128", "Sources that no rate limits, or none.", true),
    ANSWER_RATE("BYTES/s", "125M/s", "Limit on all UDP answers together: a gigabit link's worth. Or off.", true),
    LOOP_GUARD("on|off", "on", "Refuse sources that would answer our answer: echo servers, DNS, our own ports.", true),
    AMPLIFICATION_GUARD("on|off", "on", "Drop answers of more than three times their request.", true),

    GREETING("TEXT", "Hello UDP Client", "What greet answers.", true),
    STOP_ON_EMPTY("", "false", "An empty datagram to sink stops the server, as in tutorials."),
    QUIET("", "false", "Do not print what greet and sink receive.", true),
    FORMAT("text|json", "text", "The format of standard output: for people or for programs."),

    UPLOAD_NAME("NAME", "", "One fixed name for uploads. Default: a name made from time and sender."),
    UPLOAD_LIMIT("SIZE", "1G", "The largest upload."),
    UPLOAD_TOTAL("SIZE", "10G", "The most that all uploads may take up together."),
    UPLOAD_SENDERS("N", "256", "Senders that may upload at once."),
    UPLOAD_FREE("SIZE", "256M", "Disk space that uploads leave free."),
    UPLOAD_IDLE("TIME", "30s", "An upload whose sender is silent for this long ends, incomplete."),

    TOKEN_FILE("FILE", "", "Serve files only to those who know the token in FILE. Default: to all."),
    FILES_TRANSFERS("N", "128", "Transfers at once; fewer where Java has too little memory."),
    FILES_PER_SOURCE("N", "32", "Transfers at once of one source; an IPv6 /64 counts as one."),
    FILES_MEMORY("SIZE", "512M", "For what is between network and disk; at most a quarter of Java's memory."),
    FILES_LIMIT("SIZE", "1024G", "The largest file."),
    FILES_TOTAL("SIZE", "4096G", "The most that all files may take up together."),
    FILES_FREE("SIZE", "256M", "Disk space that files leave free."),
    FILES_IDLE("TIME", "60s", "A transfer whose peer is silent for this long ends; it can be resumed."),
    FILES_KEEP("TIME", "168h", "Unfinished parts that nobody resumed for this long are removed."),

    PRIME_WORKERS("N", "", "Threads for large primes. Default: half the CPUs, at least 1."),
    PRIME_QUEUE("N", "256", "Large primes that may wait for a worker."),
    PRIME_BUDGET("N", "16", "Large primes of one source, waiting and in work."),

    ADMIN("HOST:PORT", "127.0.0.1:7790", "Where /live, /ready and /metrics are. Or off."),
    LOG_FORMAT("text|json", "text", "The format of log lines on standard error."),
    LOG_LEVEL("LEVEL", "info", "error, warn, info, debug or trace.");

    private final String label;
    private final String defaultText;
    private final String help;
    private final boolean live;

    Setting(String label, String defaultText, String help) {
        this(label, defaultText, help, false);
    }

    Setting(String label, String defaultText, String help, boolean live) {
        this.label = label;
        this.defaultText = defaultText;
        this.help = help;
        this.live = live;
    }

    /** Returns the name as it stands in the file, such as {@code source-rate}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String flag() {
        return "--" + key();
    }

    public String environment() {
        return "PALOMA_" + name();
    }

    /** Returns what stands for the value in the help, or the empty string for a switch. */
    public String label() {
        return label;
    }

    public boolean isSwitch() {
        return label.isEmpty();
    }

    /** Returns the default as a person would write it; empty where there is none or it depends on the machine. */
    public String defaultText() {
        return defaultText;
    }

    public String help() {
        return help;
    }

    /** Returns whether a running server takes a new value when it reads its settings again. */
    public boolean isLive() {
        return live;
    }

    /** Returns whether giving the flag again adds to the list. */
    boolean isList() {
        return label.endsWith(",...");
    }

    boolean isInFile() {
        return isInEnvironment() && this != CONFIG;
    }

    /** What to do now is said on the command line: it would be odd to find it in a unit's environment. */
    boolean isInEnvironment() {
        return this != CHECK && this != HEALTH_CHECK;
    }

    static Setting named(String key) {
        for (Setting setting : values()) {
            if (setting.key().equals(key)) {
                return setting;
            }
        }
        return null;
    }
}
