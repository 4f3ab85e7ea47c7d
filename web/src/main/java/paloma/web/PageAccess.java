package paloma.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paloma.net.AddressText;

/**
 * Who may see a site. Without a token that is this machine, and only under its own names: a page from elsewhere, whose
 * name was made to lead here, is told apart by the Host that it asks for. With a token it is who shows that. Any thread.
 */
public final class PageAccess {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]/@]+)(:\\d{1,5})?");
    private static final String BEARER = "Bearer ";
    private static final int TOKEN_BYTES = 32;

    private final byte[] digest;
    private final WrongTokens wrong = new WrongTokens(System::nanoTime);

    private PageAccess(byte[] digest) {
        this.digest = digest;
    }

    /** Lets in whoever is on this machine; for loopback addresses only. */
    public static PageAccess ofThisMachine() {
        return new PageAccess(null);
    }

    /** Lets in who shows the token. */
    public static PageAccess by(String token) {
        return new PageAccess(digest(token));
    }

    /** Returns whether a site at this address wants a token. */
    public static boolean wantsToken(InetSocketAddress address) {
        return !address.getAddress().isLoopbackAddress();
    }

    /** Returns a token of 256 random bits. */
    public static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @param scheme {@code http} or {@code https} */
    public static String url(String scheme, InetSocketAddress address) {
        return scheme + "://" + AddressText.of(address);
    }

    /**
     * Returns the link to a site, with the token in its fragment, which no browser sends.
     *
     * @param token null where there is none
     */
    public static String link(String scheme, InetSocketAddress address, String token) {
        String fragment =
                token == null ? "" : "#" + URLEncoder.encode(token, UTF_8).replace("+", "%20");
        return url(scheme, reachable(address)) + "/" + fragment;
    }

    /** No browser can open a wildcard. */
    private static InetSocketAddress reachable(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(ownAddress(), address.getPort())
                : address;
    }

    private static InetAddress ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(own -> own instanceof Inet4Address && !own.isLoopbackAddress())
                    .findFirst()
                    .orElseGet(InetAddress::getLoopbackAddress);
        } catch (SocketException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    boolean wantsToken() {
        return digest != null;
    }

    /** Returns why a request for anything of the site is not served, or null. */
    Answer refusal(Asked asked) {
        if (digest == null && !isOfThisMachine(asked.header(HttpHeaderNames.HOST))) {
            return Answer.word(
                    Answer.MISDIRECTED,
                    "this page is shown under the names of this machine only: http://127.0.0.1:PORT/ or http://localhost:PORT/");
        }
        return null;
    }

    /** Returns why a request for figures is not served, or null. */
    Answer refusalOfFigures(Asked asked) {
        if (digest == null) {
            return null;
        }
        String given = asked.header(HttpHeaderNames.AUTHORIZATION);
        return switch (judge(given.startsWith(BEARER) ? given.substring(BEARER.length()) : "", asked.source())) {
            case RIGHT -> null;
            case WRONG, NONE ->
                Answer.word(Answer.UNAUTHORIZED, "send the page's token: Authorization: Bearer TOKEN")
                        .with(Map.of("www-authenticate", "Bearer"));
            case TOO_OFTEN -> Answer.word(Answer.TOO_MANY_REQUESTS, "the token was wrong too often; wait for a minute");
        };
    }

    /**
     * Returns whether a WebSocket is asked for by a page of this site; a program that is no browser names no origin, and
     * needs a token. With a token a page may come by https though the site is served without: a proxy in front ends TLS.
     */
    boolean isOwnOrigin(Asked asked, String scheme) {
        String origin = asked.header(HttpHeaderNames.ORIGIN);
        if (origin.isEmpty()) {
            return digest != null;
        }
        String host = asked.header(HttpHeaderNames.HOST);
        return origin.equalsIgnoreCase(scheme + "://" + host)
                || digest != null && origin.equalsIgnoreCase("https://" + host);
    }

    /** What a token that was shown is worth. */
    enum Verdict {
        RIGHT,
        WRONG,
        /** Nothing was shown, which is no guess: any page can make a browser ask without one. */
        NONE,
        /** It was not compared. */
        TOO_OFTEN
    }

    /** Judges a token, empty where there is none; every other wrong one counts against its source. */
    Verdict judge(String token, InetAddress source) {
        if (token.isEmpty()) {
            return Verdict.NONE;
        }
        if (!wrong.mayTry(source)) {
            return Verdict.TOO_OFTEN;
        }
        byte[] shown = digest(token);
        if (MessageDigest.isEqual(digest, shown)) {
            return Verdict.RIGHT;
        }
        wrong.add(source, ByteBuffer.wrap(shown));
        return Verdict.WRONG;
    }

    private static boolean isOfThisMachine(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority);
        if (!matcher.matches()) {
            return false;
        }
        String host = matcher.group(1);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return bare.equalsIgnoreCase("localhost") || isLoopback(bare);
    }

    private static boolean isLoopback(String literal) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        try {
            return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }

    /** Equal lengths are compared, so that the time tells nothing of the token's. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
