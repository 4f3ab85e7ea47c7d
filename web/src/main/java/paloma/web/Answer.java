package paloma.web;

/**
 * The answer to a request for a path.
 *
 * @param status the HTTP status code (RFC 9110, section 15)
 * @param type the media type
 */
public record Answer(int status, String type, String text) {
    public static final int OK = 200;
    public static final int BAD_REQUEST = 400;
    public static final int NOT_FOUND = 404;
    public static final int WRONG_METHOD = 405;
    public static final int TARGET_TOO_LONG = 414;
    public static final int HEADERS_TOO_LARGE = 431;
    public static final int FAILED = 500;
    public static final int UNAVAILABLE = 503;

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    public static Answer word(int status, String word) {
        return new Answer(status, "text/plain; charset=utf-8", word + "\n");
    }

    /** Returns 200 with metrics in the text format of Prometheus, version 0.0.4. */
    public static Answer numbers(String text) {
        return new Answer(OK, PROMETHEUS, text);
    }
}
