package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.Piece.HashRange;
import paloma.transfer.wire.ChunkHash;

class OutHashesTest {
    private static final int CHUNKS = 70;

    private final List<byte[][]> rootsAsked = new ArrayList<>();
    private final OutHashes hashes = new OutHashes(CHUNKS, new Source());

    @Test
    void joinsNeighboursUpToThirtyInAPacket() {
        for (int i = 0; i < CHUNKS; i++) {
            hashes.add(i, hash(i));
        }
        assertThat(hashes.take(1_200)).isEqualTo(new HashRange(0, 30));
        assertThat(hashes.take(1_200)).isEqualTo(new HashRange(30, 30));
        assertThat(hashes.take(1_200)).isEqualTo(new HashRange(60, 10));
        assertThat(hashes.isWaiting()).isFalse();
    }

    @Test
    void startsAnotherPacketWhereTheNextIsNoNeighbour() {
        for (int index : new int[] {4, 5, 7, 6}) {
            hashes.add(index, hash(index));
        }
        assertThat(hashes.take(1_200)).isEqualTo(new HashRange(4, 2));
        assertThat(hashes.take(1_200)).isEqualTo(new HashRange(7, 1));
        assertThat(hashes.take(1_200)).isEqualTo(new HashRange(6, 1));
    }

    @Test
    void asksOnceForTheRootWhenEveryHashIsKnownAndSendsItAlone() {
        for (int i = 0; i < CHUNKS; i++) {
            hashes.askForRoot();
            assertThat(rootsAsked).isEmpty();
            hashes.add(i, hash(i));
        }
        hashes.askForRoot();
        hashes.askForRoot();
        assertThat(rootsAsked).hasSize(1);
        while (hashes.isWaiting()) {
            hashes.take(1_200);
        }

        hashes.root(hash(99));
        assertThat(hashes.isWaiting()).isTrue();
        HashRange root = hashes.take(1_200);
        assertThat(root.isRoot()).isTrue();
        assertThat(hashes.of(root)).singleElement().satisfies(entry -> {
            assertThat(entry.index()).isEqualTo(ChunkHash.ROOT_INDEX);
            assertThat(entry.hash()).isEqualTo(hash(99));
        });
    }

    @Test
    void hasARangeAcknowledgedOnlyOnceAllOfItIs() {
        for (int i = 0; i < 4; i++) {
            hashes.add(i, hash(i));
        }
        hashes.acked(new HashRange(0, 2));
        assertThat(hashes.isAcked(new HashRange(0, 2))).isTrue();
        assertThat(hashes.isAcked(new HashRange(0, 4))).isFalse();
        assertThat(hashes.isAcked(HashRange.ROOT)).isFalse();
        hashes.acked(HashRange.ROOT);
        assertThat(hashes.isAcked(HashRange.ROOT)).isTrue();
        assertThat(hashes.isAcked(new HashRange(0, 4))).isFalse();
    }

    @Test
    void sendsAHashAgainThatHasChanged() {
        hashes.add(3, hash(3));
        hashes.acked(hashes.take(1_200));
        hashes.add(3, hash(4));
        assertThat(hashes.isAcked(new HashRange(3, 1))).isFalse();
        assertThat(hashes.of(hashes.take(1_200)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.hash()).isEqualTo(hash(4)));
    }

    private static byte[] hash(int of) {
        byte[] hash = new byte[32];
        hash[0] = (byte) of;
        return hash;
    }

    private final class Source implements ChunkSource {
        @Override
        public void read(int index, boolean mayBeHole) {}

        @Override
        public void hash(int index) {}

        @Override
        public void root(byte[][] all) {
            rootsAsked.add(all);
        }

        @Override
        public void release(byte[] buffer) {}
    }
}
