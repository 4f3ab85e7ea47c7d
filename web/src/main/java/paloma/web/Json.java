package paloma.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** JSON (RFC 8259), written from code and read from strangers. */
public final class Json {
    private static final int MAX_DIGITS = 20;

    /** Keeps no names: strangers, who have shown no token yet, would fill its table with 20 MB of theirs. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build();

    private Json() {}

    /** Writes one value. */
    public interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    public static String write(Writer writer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Returns the strings, numbers (as double) and booleans of one flat object; empty where the text is anything else. */
    public static Optional<Map<String, Object>> read(String text) {
        try (JsonParser in = FACTORY.createParser(text)) {
            return in.nextToken() == JsonToken.START_OBJECT ? members(in) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, Object>> members(JsonParser in) throws IOException {
        Map<String, Object> members = new HashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            switch (in.nextToken()) {
                case VALUE_STRING -> members.put(name, in.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> members.put(name, in.getDoubleValue());
                case VALUE_TRUE -> members.put(name, true);
                case VALUE_FALSE -> members.put(name, false);
                case VALUE_NULL -> members.put(name, null);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return in.nextToken() == null ? Optional.of(members) : Optional.empty();
    }
}
