package paloma.audio.send;

/** A microphone cannot wait: the oldest is dropped. */
final class MicrophoneBacklog implements Backlog {
    @Override
    public boolean hasRoom(int chunks, long now) {
        return true;
    }

    @Override
    public void added(int frames, long now) {
        // What counts is how much waits.
    }

    @Override
    public boolean isTooOld(int chunks, int oldestFrames) {
        return chunks > CAPACITY;
    }

    @Override
    public void taken(int frames) {
        // What counts is how much waits.
    }

    @Override
    public boolean leavesGaps() {
        return true;
    }

    @Override
    public Pacing pacing() {
        return Pacing.MICROPHONE;
    }
}
