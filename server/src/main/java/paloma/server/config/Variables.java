package paloma.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import paloma.net.Printable;

/** The settings in the environment: variables that begin with {@code PALOMA_}. An empty one is not set. */
final class Variables {
    private static final String ENDPOINTS = Setting.PREFIX + "ENDPOINTS";

    /** Options for Java itself, which the launcher reads. */
    private static final String JAVA_OPTS = Setting.PREFIX + "JAVA_OPTS";

    /**
     * Kubernetes tells each container of every Service in its namespace, of one called paloma by such names (its
     * documentation, "Discovering services").
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "PALOMA_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)");

    private static final Pattern PORT_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<SettingKey, Value> settings = new LinkedHashMap<>();
    private Value endpoints;

    /** @throws ConfigException for a variable that begins with {@code PALOMA_} and is no setting */
    static Variables of(Map<String, String> environment) {
        Variables variables = new Variables();
        new TreeMap<>(environment).forEach((name, text) -> {
            if (name.startsWith(Setting.PREFIX) && !text.isBlank() && !isOfOthers(name, text)) {
                variables.take(name, text);
            }
        });
        return variables;
    }

    Map<SettingKey, Value> settings() {
        return settings;
    }

    /** Returns the list of endpoints, or null where the environment has none. */
    Value endpoints() {
        return endpoints;
    }

    private static boolean isOfOthers(String name, String text) {
        return name.equals(JAVA_OPTS)
                || SERVICE_LINK.matcher(name).matches()
                || name.endsWith("_PORT") && PORT_LINK.matcher(text).matches();
    }

    private void take(String name, String text) {
        Value value = new Value(name, name, text);
        if (name.equals(ENDPOINTS)) {
            endpoints = value;
            return;
        }
        Optional<SettingKey> key = SettingKey.parseVariable(name);
        if (key.isEmpty()) {
            throw new ConfigException("There is no setting for the variable " + Printable.word(name) + ": "
                    + Nearest.hint(name, known(), "unset it, or see --help for those that there are."));
        }
        settings.put(key.get(), value);
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>(List.of(ENDPOINTS));
        for (Setting setting : Setting.values()) {
            if (setting.isInEnvironment()) {
                known.add(setting.environment());
            }
        }
        return known;
    }
}
