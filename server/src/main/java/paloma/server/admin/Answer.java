package paloma.server.admin;

/** What a path says. */
record Answer(int status, String type, String text) {
    static final int OK = 200;
    static final int NOT_FOUND = 404;
    static final int WRONG_METHOD = 405;
    static final int FAILED = 500;
    static final int UNAVAILABLE = 503;

    static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    static Answer word(int status, String word) {
        return new Answer(status, "text/plain; charset=utf-8", word + "\n");
    }
}
