package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkQueueTest {
    private static final short[] SAMPLES = new short[20];

    @Test
    void dropsAMicrophonesOldestAndSaysForHowLongNothingComes() throws InterruptedException {
        ChunkQueue queue = new ChunkQueue(new MicrophoneBacklog(), System::nanoTime);
        for (int i = 0; i < Backlog.CAPACITY + 2; i++) {
            queue.put(SAMPLES, 5 + i);
        }
        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo(new ChunkQueue.Chunk(SAMPLES, 7, 5 + 6));
        assertThat(queue.poll()).isEqualTo(new ChunkQueue.Chunk(SAMPLES, 8, 0));
    }

    @Test
    void isOverWhenItHasEndedAndAllIsTaken() throws InterruptedException {
        ChunkQueue queue = ChunkQueue.ofFile();
        queue.put(SAMPLES, 10);
        queue.end();
        assertThat(queue.isOver()).isFalse();
        queue.poll();
        assertThat(queue.isOver()).isTrue();
        assertThat(queue.poll()).isNull();
    }

    /** Each time that a reader wakes costs more than what it reads. */
    @Test
    void aFullQueueLetsAFileReadOnWhenHalfOfItHasLeft() throws InterruptedException {
        ChunkQueue queue = ChunkQueue.ofFile();
        for (int i = 0; i < Backlog.CAPACITY; i++) {
            queue.put(SAMPLES, 10);
        }
        Thread reader = new Thread(() -> {
            try {
                queue.put(SAMPLES, 10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        while (queue.size() > Backlog.CAPACITY / 2 + 1) {
            queue.poll();
        }
        assertThat(reader.getState()).isEqualTo(Thread.State.WAITING);
        queue.poll();
        reader.join();
        assertThat(queue.size()).isEqualTo(Backlog.CAPACITY / 2 + 1);
    }
}
