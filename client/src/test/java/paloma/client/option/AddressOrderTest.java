package paloma.client.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressOrderTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1 192.0.2.2, 192.0.2.1 192.0.2.2",
        "192.0.2.2 192.0.2.1, 192.0.2.2 192.0.2.1",
        "192.0.2.1 192.0.2.2 2001:db8::1 2001:db8::2, 192.0.2.1 2001:db8::1 192.0.2.2 2001:db8::2",
        "2001:db8::1 2001:db8::2 2001:db8::3 192.0.2.1, 2001:db8::1 192.0.2.1 2001:db8::2 2001:db8::3",
        "::1 127.0.0.1, ::1 127.0.0.1",
        "192.0.2.1 192.0.2.1 2001:db8::1 192.0.2.1, 192.0.2.1 2001:db8::1"
    })
    void theFamiliesTakeTurnsAndEachComesOnce(String found, String tried) throws Exception {
        assertThat(AddressOrder.of(addresses(found))).isEqualTo(addresses(tried));
    }

    private static List<InetAddress> addresses(String words) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String word : Arrays.asList(words.split(" "))) {
            all.add(InetAddress.getByName(word));
        }
        return all;
    }
}
