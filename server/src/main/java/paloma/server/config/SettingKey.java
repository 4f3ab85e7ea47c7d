package paloma.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one value is for: a setting, for all services or for one. {@code --prime.source-rate},
 * {@code PALOMA_PRIME_SOURCE_RATE} and the line {@code prime.source-rate = 10/s} are the same.
 *
 * @param service null for all of them
 */
record SettingKey(String service, Setting setting) {
    static SettingKey of(Setting setting) {
        return new SettingKey(null, setting);
    }

    /** Reads {@code source-rate} or {@code prime.source-rate}. */
    static Optional<SettingKey> parse(String key) {
        int dot = key.indexOf('.');
        String service = dot < 0 ? null : key.substring(0, dot);
        return Optional.ofNullable(Setting.named(key.substring(dot + 1)))
                .filter(setting -> dot < 0 || setting.isForOneService())
                .map(setting -> new SettingKey(service, setting));
    }

    /** Reads {@code PALOMA_SOURCE_RATE} or {@code PALOMA_PRIME_SOURCE_RATE}. */
    static Optional<SettingKey> parseVariable(String variable) {
        for (Setting setting : Setting.values()) {
            if (variable.equals(setting.environment())) {
                return Optional.of(of(setting)).filter(key -> setting.isInEnvironment());
            }
        }
        String rest = variable.substring(Setting.PREFIX.length());
        for (Setting setting : Setting.values()) {
            String end = "_" + setting.name();
            if (setting.isForOneService() && rest.endsWith(end) && rest.length() > end.length()) {
                String service = rest.substring(0, rest.length() - end.length());
                return Optional.of(
                        new SettingKey(service.toLowerCase(Locale.ROOT).replace('_', '-'), setting));
            }
        }
        return Optional.empty();
    }

    /** Returns the keys that a mistyped one may have meant. */
    static List<String> nearTo(String key, boolean inFile) {
        int dot = key.indexOf('.');
        String service = dot < 0 ? "" : key.substring(0, dot + 1);
        List<String> keys = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if ((!inFile || setting.isInFile()) && (dot < 0 || setting.isForOneService())) {
                keys.add(service + setting.key());
            }
        }
        return keys;
    }

    /** Returns the key as it stands in a file. */
    @Override
    public String toString() {
        return service == null ? setting.key() : service + "." + setting.key();
    }
}
