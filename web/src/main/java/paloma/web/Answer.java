package paloma.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/**
 * The answer to a request for a path.
 *
 * @param status the HTTP status code (RFC 9110, section 15)
 * @param type the media type
 * @param body not changed any more
 * @param headers further ones
 */
public record Answer(int status, String type, byte[] body, Map<String, String> headers) implements Reply {
    public static final int OK = 200;
    public static final int NOT_MODIFIED = 304;
    public static final int BAD_REQUEST = 400;
    public static final int UNAUTHORIZED = 401;
    public static final int FORBIDDEN = 403;
    public static final int NOT_FOUND = 404;
    public static final int WRONG_METHOD = 405;
    public static final int TARGET_TOO_LONG = 414;
    public static final int MISDIRECTED = 421;
    public static final int UPGRADE_REQUIRED = 426;
    public static final int TOO_MANY_REQUESTS = 429;
    public static final int HEADERS_TOO_LARGE = 431;
    public static final int FAILED = 500;
    public static final int UNAVAILABLE = 503;

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    public Answer(int status, String type, String text) {
        this(status, type, text.getBytes(UTF_8), Map.of());
    }

    public static Answer word(int status, String word) {
        return new Answer(status, "text/plain; charset=utf-8", word + "\n");
    }

    /** Returns 200 with metrics in the text format of Prometheus, version 0.0.4. */
    public static Answer numbers(String text) {
        return new Answer(OK, PROMETHEUS, text);
    }

    /** Returns 200 with JSON that no cache keeps. */
    public static Answer json(String text) {
        return new Answer(OK, "application/json", text.getBytes(UTF_8), Map.of("cache-control", "no-store"));
    }

    /** Returns the same with these headers more. */
    Answer with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.putAll(headers);
        return new Answer(status, type, body, all);
    }
}
