package paloma.web;

import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;

/**
 * A site beside the answers of a program.
 *
 * @param site called once, on a thread that may block, when a browser first asks; null where only {@code tls} is wanted
 * @param tls which then holds for all answers, or null
 */
public record SiteSettings(Supplier<Site> site, PageAccess access, SslContext tls, WebCounts counts) {}
