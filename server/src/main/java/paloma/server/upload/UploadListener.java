package paloma.server.upload;

/** Is told by the disk thread how an upload ended, once. */
interface UploadListener {
    /** The file has its name, and the device has its bytes. */
    void stored();

    /**
     * It takes no more, and never becomes a file.
     *
     * @param line what is kept, and why it is not whole, for people
     */
    void incomplete(String line);
}
