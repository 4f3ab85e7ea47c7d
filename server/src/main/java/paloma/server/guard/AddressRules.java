package paloma.server.guard;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetSocketAddress;
import java.util.List;

/** A list of address blocks in CIDR notation (RFC 4632, RFC 4291 section 2.3). */
public final class AddressRules {
    public static final AddressRules NONE = new AddressRules(List.of());

    /** Nobody outside this host can send from these: the kernel drops them at the door. */
    public static final AddressRules LOOPBACK = of(List.of("127.0.0.0/8", "::1/128"));

    private final List<IpSubnetFilterRule> rules;

    private AddressRules(List<IpSubnetFilterRule> rules) {
        this.rules = rules;
    }

    /**
     * @param blocks such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}
     * @throws IllegalArgumentException on what is no block
     */
    public static AddressRules of(List<String> blocks) {
        return new AddressRules(blocks.stream()
                .map(block -> new IpSubnetFilterRule(block, IpFilterRuleType.ACCEPT))
                .toList());
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    public boolean matches(InetSocketAddress source) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(source)) {
                return true;
            }
        }
        return false;
    }
}
