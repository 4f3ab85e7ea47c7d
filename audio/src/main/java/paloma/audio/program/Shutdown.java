package paloma.audio.program;

/** The end of the process that a command runs in; a test that runs it in its own has one that ends the command alone. */
public interface Shutdown {
    Shutdown OF_PROCESS = new Shutdown() {
        @Override
        public void addHook(Thread hook) {
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void removeHook(Thread hook) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }

        @Override
        public void halt(int exitCode) {
            Runtime.getRuntime().halt(exitCode);
        }
    };

    /**
     * Has the thread started when the process is to end.
     *
     * @throws IllegalStateException if that has begun
     */
    void addHook(Thread hook);

    /** @throws IllegalStateException if the end has begun */
    void removeHook(Thread hook);

    void halt(int exitCode);
}
