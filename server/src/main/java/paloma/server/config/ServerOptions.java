package paloma.server.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import paloma.net.Printable;

/**
 * The words of the command line, not yet understood.
 *
 * <p>They are split here and not by picocli, which draws the help ({@link Usage}): loading it costs 150 to 350 ms of a
 * start that has 500, and no class-data archive takes its classes, which are of Java 5.
 */
public final class ServerOptions {
    private final Map<Setting, String> flags = new EnumMap<>(Setting.class);
    private final List<String> endpoints = new ArrayList<>();
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
                options.endpoints.add(arg);
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

    public List<String> endpoints() {
        return endpoints;
    }

    /** Returns what the command line says, or null. */
    public String text(Setting setting) {
        return flags.get(setting);
    }

    /** Returns whether {@code next} was taken as the value of {@code arg}. */
    private boolean take(String arg, String next) {
        switch (arg) {
            case "-h", "--help" -> help = true;
            case "-V", "--version" -> version = true;
            default -> {
                int equals = arg.indexOf('=');
                String flag = equals < 0 ? arg : arg.substring(0, equals);
                Setting setting = settingOf(flag);
                if (equals >= 0) {
                    put(setting, arg.substring(equals + 1));
                } else if (setting.isSwitch()) {
                    put(setting, "true");
                } else {
                    put(setting, valueFor(setting, next));
                    return true;
                }
            }
        }
        return false;
    }

    private static Setting settingOf(String flag) {
        Setting setting = flag.startsWith("--") ? Setting.named(flag.substring(2)) : null;
        if (setting != null) {
            return setting;
        }
        List<String> known = new ArrayList<>();
        for (Setting each : Setting.values()) {
            known.add(each.flag());
        }
        throw new ConfigException("There is no option " + Printable.escape(flag) + ": "
                + Nearest.hint(flag, known, "see --help for those that there are."));
    }

    private static String valueFor(Setting setting, String next) {
        if (next == null || next.startsWith("--")) {
            throw new ConfigException(
                    setting.flag() + " needs a value: write " + setting.flag() + " " + setting.label() + ".");
        }
        return next;
    }

    private void put(Setting setting, String text) {
        String before = flags.put(setting, text);
        if (before != null) {
            if (!setting.isList()) {
                throw new ConfigException(setting.flag() + " is given twice: keep one.");
            }
            flags.put(setting, before + "," + text);
        }
    }
}
