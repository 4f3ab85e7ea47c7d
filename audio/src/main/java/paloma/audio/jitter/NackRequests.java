package paloma.audio.jitter;

/** What is known of each of the last packets, come or missing, by sequence numbers that never wrap. */
final class NackRequests {
    static final int MEMORY = 1 << 10;

    private final Request[] requests = new Request[MEMORY];

    /** One packet, and how it was asked for. */
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

    /** Returns the packet, and forgets the one that had its place. */
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

    /** Returns the packet, or null where nothing is known of it. */
    Request find(long sequence) {
        Request request = at(sequence);
        return request.sequence == sequence ? request : null;
    }

    private Request at(long sequence) {
        return requests[(int) (sequence & MEMORY - 1)];
    }
}
