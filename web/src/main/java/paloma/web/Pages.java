package paloma.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import paloma.web.pack.PackPages;

/** The static files of a site, read once from the jar and kept compressed. Only names that were packed are served. */
public final class Pages {
    private static final String HTML = ".html";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, byte[]> compressed;
    private final String home;
    private final String version;

    private Pages(Map<String, byte[]> compressed, String home, String version) {
        this.compressed = compressed;
        this.home = home;
        this.version = version;
    }

    /**
     * Reads what {@link PackPages} wrote. Blocks.
     *
     * @param folder of the resources, such as {@code paloma/server/pages}
     * @param home the file that is served at {@code /}
     */
    public static Pages load(String folder, String home) {
        return load(Pages.class.getClassLoader(), folder, home);
    }

    static Pages load(ClassLoader jar, String folder, String home) {
        Map<String, byte[]> files = new HashMap<>();
        String names = new String(resource(jar, folder + "/" + PackPages.INDEX), UTF_8);
        names.lines().forEach(name -> files.put("/" + name, resource(jar, folder + "/" + name + ".gz")));
        String hashed = names.lines()
                .filter(name -> !name.endsWith(HTML))
                .map(name -> name.split("/")[1])
                .findAny()
                .orElse("0");
        return new Pages(files, "/" + home, hashed);
    }

    /** Returns the answer for a path, or null where there is no such file. */
    Answer answer(Asked asked) {
        String name = asked.path().equals("/") ? home : asked.path();
        byte[] content = compressed.get(name);
        if (content == null) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        boolean isPage = name.endsWith(HTML);
        headers.put("cache-control", isPage ? "no-cache" : "public, max-age=31536000, immutable");
        headers.put("vary", "accept-encoding");
        if (isPage) {
            String tag = "\"" + version + "\"";
            headers.put("etag", tag);
            if (asked.header(HttpHeaderNames.IF_NONE_MATCH).equals(tag)) {
                return new Answer(Answer.NOT_MODIFIED, type(name), new byte[0], headers);
            }
        }
        if (takesGzip(asked)) {
            headers.put("content-encoding", "gzip");
            return new Answer(Answer.OK, type(name), content, headers);
        }
        return new Answer(Answer.OK, type(name), unpacked(content), headers);
    }

    private static boolean takesGzip(Asked asked) {
        return asked.header(HttpHeaderNames.ACCEPT_ENCODING)
                .matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static byte[] unpacked(byte[] content) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(ClassLoader jar, String name) {
        try (InputStream in = jar.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
