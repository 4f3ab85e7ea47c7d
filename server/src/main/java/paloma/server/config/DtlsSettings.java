package paloma.server.config;

import java.util.List;
import java.util.Map;
import paloma.transfer.keys.PreSharedKeyFile;
import paloma.transfer.keys.SecretFileException;

/**
 * What endpoints over DTLS have that those over TLS have not.
 *
 * @param keys those that devices have, by identity; empty for none
 * @param connectionIds whether a session may go on when the address of its peer changes
 * @param sessions the most of one endpoint
 */
public record DtlsSettings(Map<String, byte[]> keys, boolean connectionIds, int sessions) {
    private static final int MAX_SESSIONS = 1_000_000;

    /** Touches no file where nothing is served over DTLS. */
    static DtlsSettings of(Given given, List<EndpointSpec> endpoints) {
        boolean served = endpoints.stream().anyMatch(each -> each.scheme() == EndpointSpec.Scheme.DTLS);
        return new DtlsSettings(
                served ? keys(given.get(Setting.DTLS_PSK_FILE)) : Map.of(),
                given.get(Setting.DTLS_CONNECTION_IDS).asSwitch(),
                given.get(Setting.DTLS_SESSIONS).asInt(1, MAX_SESSIONS));
    }

    private static Map<String, byte[]> keys(Value file) {
        if (file.is(Setting.NONE)) {
            return Map.of();
        }
        try {
            return PreSharedKeyFile.read(file.asFile());
        } catch (SecretFileException e) {
            throw file.refused(e);
        }
    }
}
