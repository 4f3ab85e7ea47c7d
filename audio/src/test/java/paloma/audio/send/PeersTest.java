package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;

class PeersTest {
    private static final InetSocketAddress ONE = at("192.0.2.1:5004");
    private static final InetSocketAddress BESIDE = at("192.0.2.1:6000");
    private static final InetSocketAddress OTHER = at("192.0.2.2:5004");
    private static final InetSocketAddress GROUP = at("239.1.2.3:5004");

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:5005, 192.0.2.1:5004",
        "192.0.2.1:6001, 192.0.2.1:6000",
        "192.0.2.2:5005, 192.0.2.2:5004",
        "192.0.2.1:49152, 192.0.2.1:5004" // another port, as behind a NAT
    })
    void tellsByPortAndElseByAddressWhoReports(String from, String media) {
        Peers peers = peers(RtcpPort.NEXT, false, ONE, BESIDE, OTHER);

        assertThat(peers.has(at(from).getAddress())).isTrue();
        assertThat(peers.mediaOf(at(from))).isEqualTo(at(media));
        assertThat(peers.has(at("192.0.2.3:5005").getAddress())).isFalse();
    }

    @Test
    void anybodyMayListenToAGroup() {
        Peers peers = peers(RtcpPort.NEXT, false, ONE, GROUP);

        assertThat(peers.has(OTHER.getAddress())).isTrue();
        assertThat(peers.mediaOf(OTHER)).isEqualTo(GROUP);
        assertThat(peers.mediaOf(at("192.0.2.1:7"))).isEqualTo(ONE);
    }

    @Test
    void anybodyMayListenToABroadcast() {
        Peers peers = peers(RtcpPort.NEXT, true, at("192.0.2.255:5004"));

        assertThat(peers.has(OTHER.getAddress())).isTrue();
        assertThat(peers.mediaOf(OTHER)).isEqualTo(at("192.0.2.255:5004"));
    }

    @Test
    void reportsGoWhereRtcpIs() {
        assertThat(peers(RtcpPort.NEXT, false, ONE, OTHER).rtcp())
                .containsExactly(at("192.0.2.1:5005"), at("192.0.2.2:5005"));
        assertThat(peers(RtcpPort.MUXED, false, ONE).rtcp()).containsExactly(ONE);
        assertThat(peers(RtcpPort.at(7_000, 5_004), false, ONE).rtcp()).containsExactly(at("192.0.2.1:7000"));
    }

    private static InetSocketAddress at(String text) {
        int colon = text.indexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static Peers peers(RtcpPort rtcp, boolean broadcast, InetSocketAddress... media) {
        return new Peers(new SendSettings(
                List.of(media),
                StreamFormat.DEFAULT,
                10,
                null,
                1_024,
                256,
                false,
                0,
                Fec.OFF,
                true,
                rtcp,
                false,
                broadcast,
                1,
                null));
    }
}
