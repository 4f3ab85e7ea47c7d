package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What channels are named after: no hardware address, which not every machine has. */
class MachineIdTest {
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void isWhatChannelsAreNamedAfter(Transport transport) {
        Channel channel = transport.udpChannel(InetAddress.getLoopbackAddress());
        String machine = System.getProperty(MachineId.PROPERTY).replace(":", "");

        assertThat(machine).hasSize(16);
        assertThat(channel.id().asLongText()).startsWith(machine + "-");
        channel.unsafe().closeForcibly();
    }

    @Test
    void isLeftAloneWhereTheCommandLineHasChosen() {
        String before = System.getProperty(MachineId.PROPERTY);
        System.setProperty(MachineId.PROPERTY, "02:00:00:00:00:01");
        try {
            MachineId.choose();

            assertThat(System.getProperty(MachineId.PROPERTY)).isEqualTo("02:00:00:00:00:01");
        } finally {
            restore(before);
        }
    }

    private static void restore(String before) {
        if (before == null) {
            System.clearProperty(MachineId.PROPERTY);
        } else {
            System.setProperty(MachineId.PROPERTY, before);
        }
    }
}
