package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformTest {
    /** RFC 7714, sections 16 and 17: session keys, not a master key. */
    private static final SessionKeys OF_7714 = new SessionKeys(
            Vectors.bytes("000102030405060708090a0b0c0d0e0f"), null, Vectors.bytes("517569642070726f2071756f"));

    /** RFC 3711, appendix B.2. */
    private static final SessionKeys OF_3711 = new SessionKeys(
            Vectors.bytes("2B7E151628AED2A6ABF7158809CF4F3C"),
            new byte[20],
            Vectors.bytes("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));

    /** RFC 3711, appendix B.3; libsrtp seals its test packets with it. */
    private static final MasterKey OF_LIBSRTP = Vectors.key(
            CryptoSuite.AES_CM_128_HMAC_SHA1_80, "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6");

    private static final String KEY_STREAM = """
            E03EAD0935C95E80E166B16DD92B4EB4
            D23513162B02D0F72A43A2FE4A5F97AB
            41E95B3BB0A2E8DD477901E4FCA894C0
            """;

    private record Vector(String where, Transform transform, boolean rtcp, long index, String clear, String sealed) {
        byte[] clearPacket() {
            return Vectors.bytes(clear);
        }

        byte[] sealedPacket() {
            return Vectors.bytes(sealed);
        }

        int clearBytes() {
            return rtcp ? 8 : 12;
        }

        int ssrc() {
            return ByteBuffer.wrap(clearPacket()).getInt(rtcp ? 4 : 8);
        }

        /** Opens as a receiver would, which reads the index of RTCP from the packet; returns null where it does not open. */
        byte[] open(byte[] packet) {
            int at = transform.indexAt(packet.length);
            long told = rtcp ? ByteBuffer.wrap(packet).getInt(at) & ~Transform.ENCRYPTED : index;
            byte[] text = new byte[packet.length];
            int length = transform.open(packet, clearBytes(), packet.length, ssrc(), told, text);
            return length < 0 ? null : Arrays.copyOf(text, length);
        }

        @Override
        public String toString() {
            return where;
        }
    }

    static Stream<Vector> vectors() {
        return Stream.of(
                new Vector("RFC 7714, 16.1", new GcmTransform(OF_7714, false), false, 0xf17b, """
                        8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976
                        69736120 696e2070 61727465 73207472 6573
                        """, """
                        8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5
                        0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439
                        0cce
                        """),
                new Vector("RFC 7714, 17.1", new GcmTransform(OF_7714, true), true, 0x5d4, """
                        81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
                        deadbeef deadbeef deadbeef deadbeef deadbeef
                        """, """
                        81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d
                        c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872
                        45d9eade 800005d4
                        """),
                new Vector(
                        "RTP of libsrtp",
                        new CounterModeTransform(SessionKeys.of(OF_LIBSRTP, false), false),
                        false,
                        0x1234,
                        "800f1234 decafbad cafebabe abababab abababab abababab abababab",
                        "800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb"),
                new Vector(
                        "RTCP of libsrtp",
                        new CounterModeTransform(SessionKeys.of(OF_LIBSRTP, true), true),
                        true,
                        1,
                        "81c8000b cafebabe abababab abababab abababab abababab",
                        "81c8000b cafebabe 7128035b e487b9bd bef89041 f977a5a8 80000001 993e08cd 54d6c123 0798"));
    }

    @Test
    void makesTheKeyStreamOfTheRfc() {
        byte[] packet = new byte[48 + 10];

        new CounterModeTransform(OF_3711, false).seal(packet, 0, 48, 0, 0);

        assertThat(Arrays.copyOf(packet, 48)).isEqualTo(Vectors.bytes(KEY_STREAM));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void sealsAsOthersDo(Vector vector) {
        int length = vector.clearPacket().length;
        byte[] packet =
                Arrays.copyOf(vector.clearPacket(), length + vector.transform().addedBytes());

        int sealed = vector.transform().seal(packet, vector.clearBytes(), length, vector.ssrc(), vector.index());

        assertThat(packet).hasSize(sealed).isEqualTo(vector.sealedPacket());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void opensWhatOthersSealed(Vector vector) {
        byte[] sealed = vector.sealedPacket();

        assertThat(vector.open(sealed)).isEqualTo(vector.clearPacket());
        assertThat(sealed).as("another index may be tried on it").isEqualTo(vector.sealedPacket());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void refusesEveryChangedBit(Vector vector) {
        for (int bit = 0; bit < Byte.SIZE * vector.sealedPacket().length; bit++) {
            byte[] changed = vector.sealedPacket();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            if (!isWhetherEncrypted(vector, bit)) {
                assertThat(vector.open(changed)).as("bit %d", bit).isNull();
            }
        }
    }

    /** The one bit that whoever opens has to look at: {@link RtcpOpener}. */
    private static boolean isWhetherEncrypted(Vector vector, int bit) {
        int at = vector.transform().indexAt(vector.sealedPacket().length);
        return vector.rtcp() && bit == Byte.SIZE * at + 7;
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void refusesEveryProperPrefix(Vector vector) {
        for (int length = vector.transform().addedBytes(); length < vector.sealedPacket().length; length++) {
            assertThat(vector.open(Arrays.copyOf(vector.sealedPacket(), length)))
                    .as("%d bytes", length)
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void opensUnderNoOtherIndex(Vector vector) {
        byte[] sealed = vector.sealedPacket();
        byte[] text = new byte[sealed.length];
        for (long other : new long[] {vector.index() + (1 << 16), vector.index() + (1L << 30)}) {
            assertThat(vector.transform().open(sealed, vector.clearBytes(), sealed.length, vector.ssrc(), other, text))
                    .isNegative();
        }
    }
}
