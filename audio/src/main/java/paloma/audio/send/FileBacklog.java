package paloma.audio.send;

/** Of a file nothing is dropped; it waits. */
final class FileBacklog implements Backlog {
    @Override
    public boolean hasRoom(int chunks, long now) {
        return chunks < CAPACITY;
    }

    @Override
    public void added(int frames, long now) {
        // It is as fast as it is read.
    }

    @Override
    public boolean isTooOld(int chunks, int oldestFrames) {
        return false;
    }

    @Override
    public void taken(int frames) {
        // It is as fast as it is read.
    }

    @Override
    public boolean leavesGaps() {
        return false;
    }

    @Override
    public Pacing pacing() {
        return Pacing.FILE;
    }
}
