package paloma.transfer.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Packet;

/** A packet opens once, at the side and under the key that it was sealed for, and only as it was sealed. */
class PacketProtectionTest {
    private static final long CONNECTION = 0x0123_4567_89AB_CDEFL;
    private static final int SHIFT = 3;
    private static final int LONG_EPOCHS = 20;
    private static final byte[] EARLY = key(1);
    private static final byte[] CLIENT = key(2);
    private static final byte[] SERVER = key(3);

    private final PacketSealer client = sealer(CLIENT, SHIFT);
    private final PacketSealer server = sealer(SERVER, SHIFT);
    private final PacketOpener atServer = new PacketOpener(CONNECTION, CLIENT, EARLY, SHIFT);
    private final PacketOpener atClient = new PacketOpener(CONNECTION, SERVER, null, SHIFT);

    @Test
    void carriesFramesBothWaysThroughManyEpochs() {
        for (int i = 0; i < 100; i++) {
            assertThat(atServer.open(in(packet(client, i)))).isEqualTo(i);
            assertThat(Frame.decode(atServer.text())).isEqualTo(new Close(i));
            assertThat(atClient.open(in(packet(server, -i)))).isEqualTo(i);
            assertThat(Frame.decode(atClient.text())).isEqualTo(new Close(-i));
        }
    }

    @Test
    void carriesWhatWasOvertakenByUpToAnEpoch() {
        byte[][] packets = packets(24);
        for (int at : new int[] {8, 0, 16, 9, 15, 23, 17}) {
            assertThat(atServer.open(in(packets[at]))).isEqualTo(at);
        }
        assertThat(atServer.open(in(packets[1]))).as("two epochs ago").isEqualTo(-1);
    }

    @Test
    void opensNothingOfAnEpochThatIsFarAway() {
        byte[][] packets = packets(24);
        assertThat(atServer.open(in(packets[16]))).isEqualTo(-1);
        assertThat(atServer.open(in(packets[15]))).isEqualTo(15);
        assertThat(atServer.open(in(packets[16]))).isEqualTo(16);
    }

    /** Each epoch ahead costs a key; whoever may open a connection could name one far away in each packet. */
    @Test
    void opensNoEarlyPacketOfAnEpochThatIsFarAway() {
        PacketSealer sealer = new PacketSealer(CONNECTION, LONG_EPOCHS);
        sealer.early(EARLY);
        byte[][] packets = new byte[24][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = packet(sealer, i);
        }
        assertThat(atServer.open(in(packets[16]))).isEqualTo(-1);
        assertThat(atServer.largest()).isEqualTo(-1);
        assertThat(atServer.open(in(packets[15]))).isEqualTo(15);
        assertThat(atServer.open(in(packets[23]))).isEqualTo(23);
    }

    @Test
    void opensNothingTwice() {
        for (byte[] packet : packets(40)) {
            assertThat(atServer.open(in(packet))).isNotNegative();
            assertThat(atServer.open(in(packet))).isEqualTo(-1);
        }
        assertThat(atServer.largest()).isEqualTo(39);
    }

    @Test
    void opensNothingThatWasSentTheOtherWayOrOnAnotherConnection() {
        byte[] packet = packet(client, 1);
        assertThat(atClient.open(in(packet))).isEqualTo(-1);
        assertThat(new PacketOpener(CONNECTION + 1, CLIENT, EARLY).open(in(packet)))
                .isEqualTo(-1);
        assertThat(atServer.open(in(packet))).isZero();
    }

    @Test
    void countsEarlyAndLaterPacketsAsOne() {
        PacketSealer sealer = new PacketSealer(CONNECTION);
        assertThat(sealer.isReady()).isFalse();
        sealer.early(EARLY);
        byte[] early = packet(sealer, 1);
        sealer.established(CLIENT);
        byte[] later = packet(sealer, 2);
        assertThat(early[0]).isEqualTo((byte) Packet.EARLY_TYPE);
        assertThat(later[0]).isEqualTo((byte) Packet.TYPE);
        assertThat(atServer.open(in(later))).isEqualTo(1);
        assertThat(atServer.open(in(early))).isZero();
        assertThat(atServer.open(in(early))).isEqualTo(-1);
    }

    @Test
    void opensNeitherKindUnderTheOthersName() {
        PacketSealer sealer = new PacketSealer(CONNECTION);
        sealer.early(EARLY);
        byte[] early = packet(sealer, 1);
        early[0] = Packet.TYPE;
        byte[] later = packet(client, 1);
        later[0] = Packet.EARLY_TYPE;
        assertThat(atServer.open(in(early))).isEqualTo(-1);
        assertThat(atServer.open(in(later))).isEqualTo(-1);
        assertThat(atClient.open(in(later))).as("where there is no early key").isEqualTo(-1);
    }

    @Test
    void opensNoProperPrefixAndNothingLonger() {
        byte[] packet = packet(client, 1);
        for (int length = Packet.OVERHEAD_BYTES + 1; length < packet.length; length++) {
            assertThat(atServer.open(in(Arrays.copyOf(packet, length)))).isEqualTo(-1);
        }
        for (int length = 0; length <= Packet.OVERHEAD_BYTES; length++) {
            assertThat(Packet.is(in(Arrays.copyOf(packet, length)))).isFalse();
        }
        assertThat(atServer.open(in(Arrays.copyOf(packet, packet.length + 1)))).isEqualTo(-1);
        assertThat(atServer.open(in(packet))).isZero();
    }

    /** The connection is how a packet finds its opener. */
    @Test
    void seesEveryBitThatIsTurnedBehindTheConnection() {
        byte[] packet = packet(client, 1);
        for (int bit = 8 * Packet.ASSOCIATED_BYTES; bit < 8 * packet.length; bit++) {
            packet[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(atServer.open(in(packet))).as("bit %d", bit).isEqualTo(-1);
            packet[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(atServer.open(in(packet))).isZero();
    }

    @Test
    void staysAsItIsThroughAHundredThousandForgedPackets() {
        Random random = new Random(14);
        byte[][] packets = packets(16);
        for (int i = 0; i < 8; i++) {
            atServer.open(in(packets[i]));
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(atServer.open(in(forged(packets[random.nextInt(16)], random))))
                    .isEqualTo(-1);
        }
        assertThat(atServer.largest()).isEqualTo(7);
        for (int i = 8; i < 16; i++) {
            assertThat(atServer.open(in(packets[i]))).isEqualTo(i);
        }
    }

    @Test
    void readsAllOfADatagramThatItDrops() {
        byte[] packet = packet(client, 1);
        packet[20] ^= 1;
        ByteBuf datagram = in(packet);
        atServer.open(datagram);
        assertThat(datagram.isReadable()).isFalse();
    }

    @Test
    void sealsDataAsAnyOtherFrame() {
        PacketSealer another = sealer(CLIENT, LONG_EPOCHS);
        ByteBuf out = Unpooled.buffer().writeByte(0x55);
        int length = another.sealData(true, 1L << 40, new byte[] {1, 2, 3, 4}, 1, 2, out);
        assertThat(out.readByte()).isEqualTo((byte) 0x55);
        assertThat(out.readableBytes()).isEqualTo(length);
        assertThat(atServer.open(out)).isZero();
        assertThat(ByteBufUtil.hexDump(atServer.text())).isEqualTo("1001" + "010000000000" + "0203");
    }

    @Test
    void leavesNumbersOutForTheFilesPackets() {
        PacketSealer another = sealer(CLIENT, LONG_EPOCHS);
        for (int i = 0; i < 200; i++) {
            another.leaveGap();
            packet(another, i);
        }
        assertThat(another.next()).isGreaterThan(200);
    }

    private static byte[] forged(byte[] packet, Random random) {
        byte[] forged = packet.clone();
        int at = Packet.ASSOCIATED_BYTES + random.nextInt(packet.length - Packet.ASSOCIATED_BYTES);
        switch (random.nextInt(3)) {
            case 0 -> forged[at] ^= (byte) (1 + random.nextInt(255));
            case 1 -> forged = Arrays.copyOf(forged, Packet.OVERHEAD_BYTES + 1 + random.nextInt(4));
            default -> {
                random.nextBytes(forged);
                forged[0] = packet[0];
            }
        }
        return forged;
    }

    private byte[][] packets(int count) {
        byte[][] packets = new byte[count][];
        for (int i = 0; i < count; i++) {
            packets[i] = packet(client, i);
        }
        return packets;
    }

    private static byte[] packet(PacketSealer sealer, int content) {
        ByteBuf out = Unpooled.buffer();
        int length = sealer.seal(new Close(content), out);
        assertThat(out.readableBytes()).isEqualTo(length);
        return ByteBufUtil.getBytes(out);
    }

    private static ByteBuf in(byte[] packet) {
        return Unpooled.wrappedBuffer(packet);
    }

    private static PacketSealer sealer(byte[] key, int epochShift) {
        PacketSealer sealer = new PacketSealer(CONNECTION, epochShift);
        sealer.established(key);
        return sealer;
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }
}
