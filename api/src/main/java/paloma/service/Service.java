package paloma.service;

/**
 * One request in, at most one answer out, over whatever transport it came. A class that implements this, listed in
 * {@code META-INF/services/paloma.service.Service} of a jar in the plugin folder, is served like the built-in ones,
 * under the name of its {@link ServiceName}.
 */
@FunctionalInterface
public interface Service {
    /**
     * Serves one request. Called on an event loop, by several threads at once where there are several loops: it must
     * not block, and what takes longer than some microseconds belongs on a thread of its own, with
     * {@link Request#answerLater()}.
     *
     * @throws Exception is counted as a failure and leaves the request without an answer; the server goes on
     */
    void serve(Request request) throws Exception;
}
