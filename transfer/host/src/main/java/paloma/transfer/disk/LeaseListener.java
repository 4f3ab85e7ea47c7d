package paloma.transfer.disk;

/** Is told of what other processes want of the files that this one writes; on a thread that may wait for a disk. */
public interface LeaseListener {
    /** Another process waits for a file: to be closed, if nobody sends it any more. */
    void wanted(IncomingFile file);

    /**
     * Another process has taken a file over while this one stood still: nothing more comes of it.
     *
     * @param sentence for its sender
     */
    void lost(IncomingFile file, String sentence);

    static LeaseListener none() {
        return new LeaseListener() {
            @Override
            public void wanted(IncomingFile file) {}

            @Override
            public void lost(IncomingFile file, String sentence) {}
        };
    }
}
