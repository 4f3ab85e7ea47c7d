package paloma.server.config;

import java.nio.charset.StandardCharsets;
import paloma.service.WellKnown;

/**
 * What greet and sink say.
 *
 * @param greeting what greet answers, 1 to 65,507 bytes of UTF-8
 * @param json whether standard output is for programs
 */
public record ConsoleSettings(String greeting, boolean stopOnEmpty, boolean quiet, boolean json) {
    static ConsoleSettings of(Given given) {
        Value greeting = given.get(Setting.GREETING);
        int bytes = greeting.text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > WellKnown.MAX_PAYLOAD_BYTES) {
            throw new ConfigException(greeting.name() + ": the text has " + bytes + " bytes; write one of 1 to "
                    + WellKnown.MAX_PAYLOAD_BYTES + ".");
        }
        return new ConsoleSettings(
                greeting.text(),
                given.get(Setting.STOP_ON_EMPTY).asSwitch(),
                given.get(Setting.QUIET).asSwitch(),
                given.get(Setting.FORMAT).asOneOf("text", "json").equals("json"));
    }
}
