package paloma.server.config;

import java.util.Locale;

/** The vocabulary: each thing that can be set, under one name for flag, environment and file. */
public enum Setting {
    BIND("ADDRESS", "127.0.0.1", "Address for endpoints that name none. 0.0.0.0 and :: serve the network."),
    TCP("", "off", "Also serve the same endpoints over TCP: a line in, a line out."),
    DATA("DIR", "paloma-data", "The folder of uploads (DIR/upload) and files (DIR/files)."),
    CONFIG("FILE", "none", "Read settings from FILE: lines such as \"source-rate = 100\", in UTF-8."),
    CHECK("", "off", "Show all settings and where each comes from, and exit with 0, or 2 when one is wrong."),
    HEALTH_CHECK("", "off", "Ask the running servers of this user whether they are ready, and exit with 0 or 1."),
    SHOW_KEY("", "off", "Print the fingerprint of the server's key, making the key where there is none, and exit."),
    PLUGINS("DIR", "none", "Also offer the services found in the jars of DIR."),
    REPLICA("NAME", "none", "This server's name among those of one fleet, for logs, metrics and refusals."),

    TRANSPORT(
            "auto|nio|epoll|kqueue",
            "auto",
            "How sockets are served; auto takes the native transport where one loads."),
    EVENT_LOOPS(
            "N",
            "auto",
            "Threads that serve, each with a socket of its own per endpoint; auto takes the CPUs, 8 at most."),
    RECEIVE_BUFFER("SIZE", "4M", "What the kernel is asked for, for each UDP socket."),
    UNIX_MODE("MODE", "600", "Who may send to a UNIX socket: its file's mode, as chmod has it."),
    UNIX_GROUP("GROUP", "auto", "The group of a UNIX socket's file; auto is that of the process."),
    MULTICAST_INTERFACE("NAME", "all", "Where endpoints on a multicast address join their group."),
    GRACE("TIME", "2s", "How long to go on answering after SIGTERM."),

    PROXY_FROM("CIDR,...", "none", "Balancers that tell the client's address by the PROXY protocol.", true),
    ALLOW("CIDR,...", "all", "Serve only these sources.", true),
    DENY("CIDR,...", "none", "Do not serve these sources; wins over --allow.", true),
    SOURCE_RATE("N/s", "20000/s", "Requests a second of one source; an IPv6 /64 counts as one. Or off.", true),
    SOURCE_BURST("N", "10000", "Requests of one source at once.", true),
    UNLIMITED("CIDR,...", "127.0.0.0/8,::1/128", "Sources that no rate limits, or none.", true),
    ANSWER_RATE("BYTES/s", "125M/s", "Limit on all UDP answers together: a gigabit link's worth. Or off.", true),
    LOOP_GUARD("on|off", "on", "Refuse sources that would answer our answer: echo servers, DNS, our own ports.", true),
    AMPLIFICATION_GUARD("on|off", "on", "Drop answers of more than three times their request.", true),

    CONNECTIONS("N", "512", "TCP connections at once; the one silent longest gives way to a new one.", true),
    CONNECTIONS_PER_SOURCE("N", "128", "TCP connections at once of one source; an IPv6 /64 counts as one.", true),

    PEERS("N", "20000", "Peers of a service that speaks unasked, as chat does, at once."),
    PEERS_PER_SOURCE("N", "128", "Such peers of one source; an IPv6 /64 counts as one."),
    PEER_IDLE("TIME", "10m", "A peer who is silent for this long is let go."),

    TLS_CERT("FILE", "auto", "The certificate of tls:// and dtls://, with its chain, in PEM; auto makes one.", true),
    TLS_KEY("FILE", "auto", "Its private key, in PEM; auto makes DIR/server-tls.key of --data.", true),
    TLS_CLIENT_CA(
            "FILE", "none", "Serve over tls:// and dtls:// only clients that an authority in FILE has signed.", true),
    DTLS_PSK_FILE("FILE", "none", "Also let in over dtls:// who has a key in FILE: lines of identity:hexkey.", true),
    DTLS_CONNECTION_IDS("on|off", "off", "Let sessions over dtls:// go on where their peer's address changes."),
    DTLS_SESSIONS("N", "10000", "Sessions of one dtls:// endpoint at once; each takes 2.5 KB."),

    GREETING("TEXT", "Hello UDP Client", "What greet answers.", true),
    STOP_ON_EMPTY("", "off", "An empty datagram to sink stops the server, as in tutorials."),
    QUIET("", "off", "Do not print what greet and sink receive.", true),
    FORMAT("text|json", "text", "The format of standard output: for people or for programs."),

    UPLOAD_NAME("NAME", "auto", "One fixed name for uploads; auto makes each from time and sender."),
    UPLOAD_LIMIT("SIZE", "1G", "The largest upload."),
    UPLOAD_TOTAL("SIZE", "10G", "The most that all uploads may take up together."),
    UPLOAD_SENDERS("N", "256", "Senders that may upload at once."),
    UPLOAD_FREE("SIZE", "256M", "Disk space that uploads leave free."),
    UPLOAD_IDLE("TIME", "30s", "An upload whose sender is silent for this long ends, incomplete."),

    TOKEN_FILE("FILE", "none", "Serve files only to those who know a token in FILE: eight at most, one a line.", true),
    KEY_FILE("FILE", "auto", "The key that this server proves to be itself with; auto makes DIR/server.key of --data."),
    FILES_OPEN("", "off", "Serve files to a network without a token: whoever reaches it reads and writes."),
    FILES_TRANSFERS("N", "128", "Transfers at once; fewer where Java has too little memory."),
    FILES_PER_SOURCE("N", "32", "Transfers at once of one source (an IPv6 /64 is one); at most half of all."),
    FILES_MEMORY("SIZE", "512M", "For what is between network and disk; at most a quarter of Java's memory."),
    FILES_LIMIT("SIZE", "1024G", "The largest file."),
    FILES_TOTAL("SIZE", "4096G", "The most that all files may take up together."),
    FILES_FREE("SIZE", "256M", "Disk space that files leave free."),
    FILES_IDLE("TIME", "60s", "A transfer whose peer is silent for this long ends; it can be resumed."),
    FILES_KEEP("TIME", "168h", "Unfinished parts that nobody resumed for this long are removed."),

    PRIME_WORKERS("N", "auto", "Threads for large primes; auto takes half the CPUs, at least 1."),
    PRIME_QUEUE("N", "256", "Large primes that may wait for a worker."),
    PRIME_BUDGET("N", "16", "Large primes of one source, waiting and in work."),

    CHAT_ROOMS("N", "1000", "Rooms at once, the lobby included."),
    CHAT_MEMBERS("N", "1000", "People in one room at once."),

    BUS("URL", "none", "Where servers of one fleet hear of each other: redis://[user:password@]host[:port][/db]."),
    BUS_CA("FILE", "none", "Who signs the certificate of a rediss:// bus, in PEM; without it those that Java knows."),

    ADMIN("HOST:PORT", "127.0.0.1:7790", "Where the page, /live, /ready and /metrics are. Or off."),
    PAGE("on|off", "on", "Show a page at the admin port, where that is on loopback or has a token."),
    PAGE_TOKEN("FILE", "none", "Show the page only to who knows the token in FILE; new makes one for this run."),
    PAGE_TLS_CERT("FILE", "none", "The certificate of the admin port, with its chain, in PEM: it speaks HTTPS then."),
    PAGE_TLS_KEY("FILE", "none", "Its private key, in PEM."),
    LOG_FORMAT("text|json", "text", "The format of log lines on standard error."),
    LOG_LEVEL("LEVEL", "info", "error, warn, info, debug or trace.");

    /** What the names of all variables begin with. */
    static final String PREFIX = "PALOMA_";

    /** Stands for nothing where something else could be named. */
    static final String NONE = "none";

    /** Stands for all sources. */
    static final String ALL = "all";

    /** Stands for what suits this machine. */
    static final String AUTO = "auto";

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
        return PREFIX + name();
    }

    /** Returns what stands for the value in the help, or the empty string for a switch. */
    public String label() {
        return label;
    }

    public boolean isSwitch() {
        return label.isEmpty();
    }

    /** Returns the default as a person would write it. */
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

    /** Returns whether one service may have a value of its own: {@code prime.source-rate}. */
    boolean isForOneService() {
        return PROXY_FROM.compareTo(this) <= 0 && compareTo(AMPLIFICATION_GUARD) <= 0;
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
        return this != CHECK && this != HEALTH_CHECK && this != SHOW_KEY;
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
