package paloma.e2e.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What Chromium's performance log says of whom pages asked; an entry is an event of the DevTools protocol, in JSON. */
final class Asked {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Asked() {}

    static List<URI> in(List<String> entries) {
        return entries.stream().map(Asked::address).flatMap(Optional::stream).toList();
    }

    /** Returns scheme, host and port; a WebSocket has the origin of the page that may open it. */
    static String origin(URI address) {
        String scheme = address.getScheme().replaceFirst("^ws", "http");
        return scheme + "://" + address.getRawAuthority();
    }

    private static Optional<URI> address(String entry) {
        JsonNode message = read(entry).path("message");
        if (message.at("/params/documentURL").asText().startsWith("chrome:")) {
            return Optional.empty(); // a page of the browser's own, such as a new window has first
        }
        String at = switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" -> "/params/request/url";
            case "Network.webSocketCreated" -> "/params/url";
            default -> null;
        };
        return Optional.ofNullable(at).map(path -> URI.create(message.at(path).asText()));
    }

    private static JsonNode read(String entry) {
        try {
            return JSON.readTree(entry);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no entry of a performance log: " + entry, e);
        }
    }
}
