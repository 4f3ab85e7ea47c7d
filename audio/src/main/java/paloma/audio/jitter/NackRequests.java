package paloma.audio.jitter;

/** State of the last packets, arrived or missing, by sequence numbers that never wrap. */
final class NackRequests {
    static final int MEMORY = 1 << 10;

    private final Request[] requests = new Request[MEMORY];

    /** One packet, and its requests. */
    static final class Request {
        boolean came;
        int tries;
        int copies;
        long firstAsked;
        long roundAsked;
        long next;

        private long sequence = -1;
    }

    NackRequests() {
        for (int i = 0; i < MEMORY; i++) {
            requests[i] = new Request();
        }
    }

    /** Returns the packet; the one that had its place is forgotten. */
    Request of(long sequence) {
        Request request = at(sequence);
        if (request.sequence != sequence) {
            request.sequence = sequence;
            request.came = false;
            request.tries = 0;
            request.copies = 0;
        }
        return request;
    }

    /** Returns the packet, or null if nothing is known of it. */
    Request find(long sequence) {
        Request request = at(sequence);
        return request.sequence == sequence ? request : null;
    }

    private Request at(long sequence) {
        return requests[(int) (sequence & MEMORY - 1)];
    }
}
