package paloma.server.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The settings as given, each from the first place that has it: flag, environment, file, default. */
final class Given {
    static final String ENDPOINTS_ENVIRONMENT = "PALOMA_ENDPOINTS";

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
    private final List<Value> endpoints = new ArrayList<>();

    private Given() {}

    /** @throws ConfigException for a file that cannot be read or says something that is unknown */
    static Given of(ServerOptions options, Map<String, String> environment) {
        Given given = new Given();
        Value config = given.find(Setting.CONFIG, options, environment, ConfigFile.none());
        ConfigFile file = config.isEmpty() ? ConfigFile.none() : ConfigFile.read(config.text());
        for (Setting setting : Setting.values()) {
            given.values.put(setting, given.find(setting, options, environment, file));
        }
        given.findEndpoints(options, environment, file);
        return given;
    }

    Value get(Setting setting) {
        return values.get(setting);
    }

    /** Returns the endpoints that are named; empty where none is. */
    List<Value> endpoints() {
        return endpoints;
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

    private Value find(Setting setting, ServerOptions options, Map<String, String> environment, ConfigFile file) {
        String flag = options.text(setting);
        if (flag != null) {
            return new Value(setting.flag(), flag);
        }
        String variable = setting.isInEnvironment() ? environment.get(setting.environment()) : null;
        if (variable != null && !variable.isBlank()) {
            return new Value(setting.environment(), variable);
        }
        String line = file.text(setting.key());
        return line != null ? inFile(file, setting.key(), line) : new Value(setting.flag(), setting.defaultText());
    }

    private void findEndpoints(ServerOptions options, Map<String, String> environment, ConfigFile file) {
        String variable = environment.get(ENDPOINTS_ENVIRONMENT);
        String line = file.text(ConfigFile.ENDPOINTS);
        if (!options.endpoints().isEmpty()) {
            for (String text : options.endpoints()) {
                endpoints.add(new Value("Endpoint", text));
            }
        } else if (variable != null && !variable.isBlank()) {
            endpoints.addAll(new Value(ENDPOINTS_ENVIRONMENT, variable).items());
        } else if (line != null) {
            endpoints.addAll(inFile(file, ConfigFile.ENDPOINTS, line).items());
        }
    }

    private static Value inFile(ConfigFile file, String key, String text) {
        return new Value(key + " in " + file.name(), text);
    }

    private static List<String> texts(List<Value> values) {
        List<String> texts = new ArrayList<>();
        for (Value value : values) {
            texts.add(value.text());
        }
        return texts;
    }
}
