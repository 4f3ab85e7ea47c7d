package paloma.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import paloma.net.Printable;

/**
 * The words of the command line, not yet understood.
 *
 * <p>They are split here and not by picocli, which draws the help ({@link Usage}): loading it costs 150 to 350 ms of a
 * start that has 500, and no class-data archive takes its classes, which are of Java 5.
 */
public final class ServerOptions {
    private static final String FLAG = "flag";

    private final Map<SettingKey, Value> flags = new LinkedHashMap<>();
    private final List<Value> endpoints = new ArrayList<>();
    private boolean help;
    private boolean version;

    private ServerOptions() {}

    /** @throws ConfigException for a flag that does not exist, lacks its value or is given twice */
    public static ServerOptions parse(String... args) {
        ServerOptions options = new ServerOptions();
        boolean flagsEnded = false;
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (flagsEnded || !arg.startsWith("-")) {
                options.endpoints.add(new Value("Endpoint", FLAG, arg));
            } else if (arg.equals("--")) {
                flagsEnded = true;
            } else if (options.take(arg, i + 1 < args.length ? args[i + 1] : null)) {
                i++;
            }
        }
        return options;
    }

    public boolean asksForHelp() {
        return help;
    }

    public boolean asksForVersion() {
        return version;
    }

    /** Returns the endpoints, one an argument. */
    List<Value> endpoints() {
        return endpoints;
    }

    /** Returns what the flags say. */
    Map<SettingKey, Value> flags() {
        return flags;
    }

    /** Returns whether {@code next} was taken as the value of {@code arg}. */
    private boolean take(String arg, String next) {
        switch (arg) {
            case "-h", "--help" -> help = true;
            case "-V", "--version" -> version = true;
            default -> {
                int equals = arg.indexOf('=');
                String flag = equals < 0 ? arg : arg.substring(0, equals);
                SettingKey key = keyOf(flag);
                if (equals >= 0) {
                    put(flag, key, arg.substring(equals + 1));
                } else if (key.setting().isSwitch()) {
                    put(flag, key, "on");
                } else {
                    put(flag, key, valueFor(flag, key.setting(), next));
                    return true;
                }
            }
        }
        return false;
    }

    private static SettingKey keyOf(String flag) {
        Optional<SettingKey> key = flag.startsWith("--") ? SettingKey.parse(flag.substring(2)) : Optional.empty();
        return key.orElseThrow(() -> {
            List<String> known = new ArrayList<>(List.of("--help", "--version"));
            SettingKey.nearTo(flag, false).forEach(each -> known.add(each.startsWith("--") ? each : "--" + each));
            return new ConfigException("There is no option " + Printable.word(flag) + ": "
                    + Nearest.hint(flag, known, "see --help for those that there are."));
        });
    }

    private static String valueFor(String flag, Setting setting, String next) {
        if (next == null || next.startsWith("--")) {
            throw new ConfigException(flag + " needs a value: write " + flag + " " + setting.label() + ".");
        }
        return next;
    }

    private void put(String flag, SettingKey key, String text) {
        Value before = flags.get(key);
        if (before != null && !key.setting().isList()) {
            throw new ConfigException(flag + " is given twice: keep one.");
        }
        flags.put(key, new Value(flag, FLAG, before == null ? text : before.text() + "," + text));
    }
}
