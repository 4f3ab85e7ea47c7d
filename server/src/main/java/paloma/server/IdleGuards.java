package paloma.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.config.Setting;

/** Guards that were set for one service and guard nothing, since none of its endpoints ever asks them. */
final class IdleGuards {
    private IdleGuards() {}

    /** Returns a sentence for each. */
    static List<String> sentences(List<Listener> listeners, Map<String, List<Setting>> own) {
        List<String> sentences = new ArrayList<>();
        own.forEach((service, settings) -> {
            for (Setting setting : settings) {
                if (listeners.stream().noneMatch(each -> asks(each, service, setting))) {
                    sentences.add(service + "." + setting.key() + " has no effect: nothing that " + service
                            + " is served over asks for it (docs/server.md, Guards)");
                }
            }
        });
        return sentences;
    }

    private static boolean asks(Listener listener, String service, Setting guard) {
        Scheme scheme = listener.spec().scheme();
        Served served = listener.served();
        return listener.spec().service().equals(service)
                && scheme != Scheme.UNIX
                && switch (guard) {
                    case PROXY_FROM, ALLOW, DENY -> true;
                    case SOURCE_RATE, SOURCE_BURST, UNLIMITED -> served.rated();
                    case AMPLIFICATION_GUARD ->
                        scheme == Scheme.UDP && served instanceof Served.Exchanges && served.answers();
                    default -> scheme.socket() == Scheme.UDP && served.answers();
                };
    }
}
