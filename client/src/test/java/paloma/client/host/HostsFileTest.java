package paloma.client.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsFileTest {
    private final HostsFile hosts = new HostsFile(List.of(
            "# a comment",
            "127.0.0.1 localhost",
            "::1\tlocalhost ip6-localhost  # loopback",
            "192.0.2.7 dove.example.net dove pigeon",
            "192.0.2.8 dove.example.net",
            "192.0.2.9",
            ""));

    @Test
    void aNameHasAllItsIpv4AddressesAndItsAliases() {
        assertThat(hosts.byName("PIGEON"))
                .contains(new HostEntry("dove.example.net", List.of("dove", "pigeon"), List.of("192.0.2.7")));
        assertThat(hosts.byName("dove.example.net").orElseThrow().addresses())
                .containsExactly("192.0.2.7", "192.0.2.8");
        assertThat(hosts.byName("localhost").orElseThrow().addresses()).containsExactly("127.0.0.1");
    }

    @Test
    void anAddressHasTheNamesOfItsRow() {
        assertThat(hosts.byAddress("::1"))
                .contains(new HostEntry("localhost", List.of("ip6-localhost"), List.of("::1")));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(hosts.byName("hawk")).isEmpty();
        assertThat(hosts.byAddress("192.0.2.9")).isEmpty();
        assertThat(new HostsFile(List.of()).byName("localhost")).isEmpty();
    }
}
