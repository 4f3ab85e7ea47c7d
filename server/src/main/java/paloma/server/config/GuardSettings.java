package paloma.server.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Who is served, and how much. All of it may change while the server runs.
 *
 * @param proxies balancers that tell the true source by the PROXY protocol, and are believed
 * @param allow empty: all
 * @param unlimited sources that have no rate: this host by default, since a program on it needs no forged datagram to
 *     keep us busy
 * @param sourcePerSecond requests of one source; {@link Long#MAX_VALUE} where there is no bound. The default of 20,000
 *     is far above a person or a script with one request in flight over a network, and a tenth of what fills a loop
 * @param sourceBurst requests that a source may make at once after a silence; 10,000 are half a second's worth
 * @param answerBytesPerSecond of all answers together; {@link Long#MAX_VALUE} where there is no bound
 * @param loopGuard whether sources that would answer our answer are refused
 * @param amplificationGuard whether answers of more than three times their request are held back
 */
public record GuardSettings(
        List<Cidr> proxies,
        List<Cidr> allow,
        List<Cidr> deny,
        List<Cidr> unlimited,
        long sourcePerSecond,
        int sourceBurst,
        long answerBytesPerSecond,
        boolean loopGuard,
        boolean amplificationGuard) {
    private static final int MAX_BURST = 1_000_000_000;

    static GuardSettings of(Given given) {
        return of(given::get);
    }

    /** Reads what holds for each service that has a setting of its own. */
    static Map<String, GuardSettings> ofServices(Given given) {
        Map<String, GuardSettings> services = new TreeMap<>();
        for (String service : given.services()) {
            services.put(service, of(setting -> given.get(setting, service)));
        }
        return services;
    }

    private static GuardSettings of(Function<Setting, Value> given) {
        return new GuardSettings(
                Cidr.parseAll(given.apply(Setting.PROXY_FROM), Setting.NONE),
                Cidr.parseAll(given.apply(Setting.ALLOW), Setting.ALL),
                Cidr.parseAll(given.apply(Setting.DENY), Setting.NONE),
                Cidr.parseAll(given.apply(Setting.UNLIMITED), Setting.NONE),
                given.apply(Setting.SOURCE_RATE).asPerSecond("20000/s"),
                given.apply(Setting.SOURCE_BURST).asInt(1, MAX_BURST),
                given.apply(Setting.ANSWER_RATE).asPerSecond("125M/s"),
                given.apply(Setting.LOOP_GUARD).asSwitch(),
                given.apply(Setting.AMPLIFICATION_GUARD).asSwitch());
    }

    /** Returns whether both let a source ask as often: then they share its bucket. */
    public boolean hasRateOf(GuardSettings other) {
        return sourcePerSecond == other.sourcePerSecond && sourceBurst == other.sourceBurst;
    }
}
