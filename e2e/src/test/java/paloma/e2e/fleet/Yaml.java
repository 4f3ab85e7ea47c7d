package paloma.e2e.fleet;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads YAML, in which no key may stand twice. */
final class Yaml {
    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private Yaml() {}

    static JsonNode read(Path file) throws IOException {
        return MAPPER.readTree(file.toFile());
    }

    /** Returns the objects of a file, which {@code ---} separates. */
    static List<Manifest> readAll(Path file) throws IOException {
        List<Manifest> all = new ArrayList<>();
        try (MappingIterator<ObjectNode> documents =
                MAPPER.readerFor(ObjectNode.class).readValues(file.toFile())) {
            documents.forEachRemaining(tree -> all.add(new Manifest(file, tree)));
        }
        return all;
    }
}
