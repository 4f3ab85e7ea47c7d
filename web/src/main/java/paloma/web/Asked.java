package paloma.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * A request as far as it is of interest here.
 *
 * @param path percent-decoded, without the query; null where there is a refusal
 * @param headers null where there is a refusal
 * @param source the address that it came from, null where that has gone
 * @param mayUpgrade whether the connection may become a WebSocket (RFC 6455, section 4.1)
 * @param keepAlive whether the connection may serve another request behind this one
 * @param refusal what to answer without asking anybody, or null
 */
record Asked(
        String path, HttpHeaders headers, InetAddress source, boolean mayUpgrade, boolean keepAlive, Answer refusal) {
    static Asked of(HttpRequest request, InetAddress source) {
        if (request.decoderResult().isFailure()) {
            return refused(malformed(request.decoderResult().cause()));
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return refused(Answer.word(Answer.WRONG_METHOD, "only GET and HEAD"));
        }
        String path = path(request.uri());
        return path == null
                ? refused(Answer.word(Answer.BAD_REQUEST, "no path"))
                : new Asked(path, request.headers(), source, mayUpgrade(request), HttpUtil.isKeepAlive(request), null);
    }

    /** Returns whether a WebSocket is asked for. */
    boolean isUpgrade() {
        return mayUpgrade && headers.contains(HttpHeaderNames.UPGRADE, "websocket", true);
    }

    /** Returns a header, or an empty string. */
    String header(CharSequence name) {
        return headers.get(name, "");
    }

    /** A proxy that knows no WebSockets hands Upgrade on, and drops Connection. */
    private static boolean mayUpgrade(HttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /** What follows a request that is refused may be its body: nothing more is served on its connection. */
    private static Asked refused(Answer refusal) {
        return new Asked(null, null, null, false, false, refusal);
    }

    /** RFC 9110, section 15.5.15, and RFC 6585, section 5. */
    private static Answer malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Answer.word(Answer.TARGET_TOO_LONG, "the request line is too long");
        }
        return cause instanceof TooLongHttpHeaderException
                ? Answer.word(Answer.HEADERS_TOO_LARGE, "the headers are too large")
                : Answer.word(Answer.BAD_REQUEST, "not HTTP");
    }

    private static String path(String target) {
        try {
            return new URI(target).getPath();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
