package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.StandardOutput;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.ZeroChunk;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

class PipedFileTest {
    private static final int COUNT = 4;
    private static final byte[] FILE = new byte[(COUNT - 1) * Chunks.BYTES + 7];
    private static final FileFacts FACTS = new FileFacts(FILE.length, 0644, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> stored = new ArrayList<>();

    static {
        new Random(7).nextBytes(FILE);
    }

    private PipedFile pipe;

    @BeforeEach
    void open() throws Exception {
        pipe = to(out).open(FACTS, COUNT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void writesInOrderWhateverTheOrderOfArrival(long seed) throws Exception {
        List<Integer> order = new ArrayList<>(IntStream.range(0, COUNT).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        for (int index : order) {
            write(index);
        }
        pipe.finish(root());

        assertThat(out.toByteArray()).isEqualTo(FILE);
        assertThat(stored).containsExactlyInAnyOrderElementsOf(order);
    }

    @Test
    void writesEachChunkAsSoonAsItIsItsTurn() throws Exception {
        write(0);
        assertThat(out.toByteArray()).isEqualTo(chunk(0));
    }

    @Test
    void whatCameEarlyDoesNotCountAsStored() throws Exception {
        write(1);
        write(2);
        assertThat(stored).isEmpty();
        assertThat(out.size()).isZero();

        write(0);
        assertThat(stored).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void refusesMoreThanTheServerWasLetBegin() throws Exception {
        pipe = to(out).open(FACTS, 2);
        write(1);
        write(2); // the first may be a hole, which takes no credit

        assertThatThrownBy(() -> write(3))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PROTOCOL));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void writesHolesInTheirTurnWithoutCredit(long seed) throws Exception {
        byte[] zeros = new byte[6 * Chunks.BYTES + 9];
        pipe = to(out).open(new FileFacts(zeros.length, 0644, 0), 1);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 7).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        for (int index : order) {
            byte[] hash = ZeroChunk.hash(Chunks.length(index, zeros.length));
            assertThat(pipe.zero(index, sha256(0))).isFalse();
            assertThat(pipe.zero(index, hash)).isTrue();
            pipe.whenStored(index, () -> stored.add(index));
        }
        assertThat(out.toByteArray()).isEqualTo(zeros);
        assertThat(stored).hasSize(7);
    }

    @Test
    void writesNothingOfADamagedChunk() throws Exception {
        assertThat(pipe.write(0, chunk(1), Chunks.BYTES, sha256(0))).isFalse();
        assertThat(out.size()).isZero();
    }

    @Test
    void goesOnWhereAnEarlierAttemptEnded() throws Exception {
        write(0);
        write(1);
        assertThat(pipe.written()).containsExactly(new BlockRange(0, 2 * Chunks.BLOCKS));

        pipe.open(FACTS, COUNT);
        assertThat(pipe.check(0, sha256(0))).isTrue();
        assertThat(pipe.check(1, sha256(1))).isTrue();
        assertThat(pipe.check(2, sha256(2))).isFalse();
        write(2);
        write(3);
        pipe.finish(root());
        assertThat(out.toByteArray()).isEqualTo(FILE);
    }

    @Test
    void refusesAnotherFileThanTheOneThatItBegan() throws Exception {
        write(0);

        assertThatThrownBy(() -> pipe.check(0, sha256(1))).hasMessageContaining("changed on the server");
        assertThatThrownBy(() -> pipe.open(new FileFacts(5, 0644, 0), COUNT))
                .hasMessageContaining("changed on the server");
    }

    @Test
    void refusesAnotherRoot() throws Exception {
        for (int index = 0; index < COUNT; index++) {
            write(index);
        }
        assertThatThrownBy(() -> pipe.finish(sha256(0))).hasMessageContaining("is of no use");
    }

    @Test
    void isNotFinishedBeforeAllIsWritten() throws Exception {
        write(1);
        assertThatThrownBy(() -> pipe.finish(root())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysWhyThePipeTakesNothing() {
        pipe = to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        assertThatThrownBy(() -> pipe.open(FACTS, COUNT).write(0, chunk(0), Chunks.BYTES, sha256(0)))
                .hasMessage("standard output took not all of it (Broken pipe)");
        assertThatThrownBy(() -> pipe.write(1, chunk(1), Chunks.BYTES, sha256(1)))
                .hasMessage("standard output took not all of it (Broken pipe)");
    }

    @Test
    void onlyOneThreadWaitsForASlowPipe() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ByteArrayOutputStream slow = new ByteArrayOutputStream() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                writing.countDown();
                await(released);
                super.write(bytes, offset, length);
            }
        };
        pipe = to(slow).open(FACTS, COUNT);
        ExecutorService disk = Executors.newSingleThreadExecutor();
        try {
            Future<?> first = disk.submit(() -> {
                write(0);
                return null;
            });
            await(writing);
            write(1); // returns while the pipe takes nothing
            write(2);
            assertThat(stored).isEmpty();
            released.countDown();
            first.get(20, TimeUnit.SECONDS);
            assertThat(slow.size()).isEqualTo(3 * Chunks.BYTES);
        } finally {
            released.countDown();
            disk.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static PipedFile to(OutputStream out) {
        return new PipedFile(new StandardOutput(out, StandardCharsets.UTF_8));
    }

    private void write(int index) throws RefusedException {
        byte[] buffer = Arrays.copyOf(chunk(index), Chunks.BYTES);
        assertThat(pipe.write(index, buffer, chunk(index).length, sha256(index)))
                .isTrue();
        Arrays.fill(buffer, (byte) 0); // the caller uses it again
        pipe.whenStored(index, () -> stored.add(index));
    }

    private static byte[] chunk(int index) {
        int from = index * Chunks.BYTES;
        return Arrays.copyOfRange(FILE, from, from + Chunks.length(index, FILE.length));
    }

    private static byte[] sha256(int index) {
        return Sha256.of(chunk(index), chunk(index).length);
    }

    private static byte[] root() {
        return Sha256.root(
                IntStream.range(0, COUNT).mapToObj(PipedFileTest::sha256).toArray(byte[][]::new));
    }
}
