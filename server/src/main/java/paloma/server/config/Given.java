package paloma.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import paloma.net.Printable;

/** The settings as given, each from the first place that has it: flag, environment, file, default. */
final class Given {
    private final Map<SettingKey, Value> values = new LinkedHashMap<>();
    private final List<Value> endpoints = new ArrayList<>();

    private Given() {}

    /** @throws ConfigException for a file that cannot be read, or a setting in it or in the environment that there is not */
    static Given of(ServerOptions options, Map<String, String> environment) {
        Variables variables = Variables.of(environment);
        Given given = new Given();
        given.takeDefaults();
        ConfigFile file = file(options, variables);
        file.values().forEach(given::takeLine);
        given.values.putAll(variables.settings());
        given.values.putAll(options.flags());
        if (variables.endpoints() != null) {
            given.takeEndpoints(variables.endpoints().items());
        }
        if (!options.endpoints().isEmpty()) {
            given.takeEndpoints(options.endpoints());
        }
        return given;
    }

    Value get(Setting setting) {
        return values.get(SettingKey.of(setting));
    }

    /** Returns what holds for one service: its own value, or that for all. */
    Value get(Setting setting, String service) {
        Value own = values.get(new SettingKey(service, setting));
        return own == null ? get(setting) : own;
    }

    /** Returns the services that have a setting of their own. */
    Set<String> services() {
        Set<String> services = new TreeSet<>();
        for (SettingKey key : values.keySet()) {
            if (key.service() != null) {
                services.add(key.service());
            }
        }
        return services;
    }

    /** Returns the endpoints that are named; empty where none is. */
    List<Value> endpoints() {
        return endpoints;
    }

    /** Returns all values by their keys, in the order of {@link Setting}. */
    Map<SettingKey, Value> values() {
        return values;
    }

    /** Returns the keys of what the other says differently and a running server does not change. */
    List<String> needingRestart(Given other) {
        List<String> keys = new ArrayList<>();
        if (!texts(endpoints).equals(texts(other.endpoints))) {
            keys.add(ConfigFile.ENDPOINTS);
        }
        for (Setting setting : Setting.values()) {
            boolean same =
                    Objects.equals(get(setting).text(), other.get(setting).text());
            if (!same && !setting.isLive() && setting != Setting.CONFIG) {
                keys.add(setting.key());
            }
        }
        return keys;
    }

    private static ConfigFile file(ServerOptions options, Variables variables) {
        SettingKey config = SettingKey.of(Setting.CONFIG);
        Value path = options.flags().getOrDefault(config, variables.settings().get(config));
        return path == null || path.is(Setting.NONE) ? ConfigFile.none() : ConfigFile.read(path.text());
    }

    private void takeDefaults() {
        for (Setting setting : Setting.values()) {
            values.put(SettingKey.of(setting), new Value(setting.flag(), "default", setting.defaultText()));
        }
    }

    private void takeLine(String key, Value value) {
        if (key.equals(ConfigFile.ENDPOINTS)) {
            takeEndpoints(value.items());
            return;
        }
        SettingKey known = SettingKey.parse(key)
                .filter(found -> found.setting().isInFile())
                .orElseThrow(() -> unknown(key, value));
        values.put(known, value);
    }

    private static ConfigException unknown(String key, Value value) {
        List<String> known = SettingKey.nearTo(key, true);
        known.add(ConfigFile.ENDPOINTS);
        return new ConfigException(value.source() + ": there is no setting " + Printable.quote(key) + "; "
                + Nearest.hint(key, known, "see --help for those that there are."));
    }

    private void takeEndpoints(List<Value> given) {
        endpoints.clear();
        endpoints.addAll(given);
    }

    private static List<String> texts(List<Value> values) {
        List<String> texts = new ArrayList<>();
        for (Value value : values) {
            texts.add(value.text());
        }
        return texts;
    }
}
