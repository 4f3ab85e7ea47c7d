package paloma.service;

/**
 * One request in, at most one answer out, over whatever transport it came: UDP, TCP or a UNIX datagram socket. A class
 * that implements this, listed in {@code META-INF/services/paloma.service.Service} of a jar in the plugin folder, is
 * served like the built-in ones, under the name of its {@link ServiceName}. It has a public constructor without
 * parameters, which is called once a start.
 */
@FunctionalInterface
public interface Service {
    /**
     * Serves one request. Called on an event loop, by several threads at once where there are several loops: it must
     * not block, and what takes longer than some microseconds belongs on a thread of its own, with
     * {@link Request#answerLater()}.
     *
     * @throws Exception when the service failed. It is counted as {@code failed} and logged with its trace, the same
     *     failure once. An answer that was given already is dropped: over datagrams none comes, and a TCP connection is
     *     closed, for its next answer would be taken for this one. The server goes on, also after an {@link Error}.
     */
    void serve(Request request) throws Exception;

    /**
     * Returns whether this never calls {@link Request#answerLater()}. Lines over TCP that came together are then served
     * together, which is faster; else each waits until the one before has its answer. Always the same.
     */
    default boolean answersAtOnce() {
        return false;
    }
}
