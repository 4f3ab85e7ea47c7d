package paloma.e2e.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code kubectl kustomize} makes of a folder, for as much of it as packaging/kubernetes uses; the hashes at the end of
 * generated names are left out, and values of secrets, which are not there, are null. Whatever else stands in a
 * kustomization.yaml is a fault.
 */
final class Kustomization {
    private static final Set<String> KNOWN = Set.of(
            "apiVersion",
            "kind",
            "resources",
            "components",
            "images",
            "patches",
            "configMapGenerator",
            "secretGenerator");

    private final List<Manifest> objects = new ArrayList<>();

    private Kustomization() {}

    static List<Manifest> build(Path folder) throws IOException {
        Kustomization result = new Kustomization();
        result.add(folder);
        return result.objects;
    }

    private void add(Path folder) throws IOException {
        Path file = folder.resolve("kustomization.yaml");
        JsonNode tree = Yaml.read(file);
        tree.fieldNames().forEachRemaining(field -> require(KNOWN.contains(field), file, "unknown: " + field));
        for (JsonNode resource : tree.path("resources")) {
            Path path = existing(file, resource.asText());
            if (Files.isDirectory(path)) {
                add(path);
            } else {
                objects.addAll(Yaml.readAll(path));
            }
        }
        for (JsonNode component : tree.path("components")) {
            add(existing(file, component.asText()));
        }
        tree.path("configMapGenerator").forEach(generator -> addConfigMap(file, generator));
        tree.path("secretGenerator").forEach(generator -> addSecret(file, generator));
        for (JsonNode patch : tree.path("patches")) {
            Yaml.readAll(existing(file, patch.path("path").asText())).forEach(this::patch);
        }
        tree.path("images").forEach(this::tag);
    }

    private void addConfigMap(Path file, JsonNode generator) {
        String name = generator.path("name").asText();
        if (generator.path("behavior").asText().equals("merge")) {
            ObjectNode data = (ObjectNode) one(file, "ConfigMap", name).tree().get("data");
            generator.path("literals").forEach(literal -> put(data, literal.asText()));
            return;
        }
        ObjectNode data = generated(file, "ConfigMap", name);
        generator.path("literals").forEach(literal -> put(data, literal.asText()));
    }

    private void addSecret(Path file, JsonNode generator) {
        ObjectNode data = generated(file, "Secret", generator.path("name").asText());
        require(!generator.has("literals"), file, "a secret in Git");
        generator
                .path("files")
                .forEach(secret ->
                        data.putNull(Path.of(secret.asText()).getFileName().toString()));
    }

    private ObjectNode generated(Path file, String kind, String name) {
        ObjectNode tree =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", kind);
        tree.putObject("metadata").put("name", name);
        objects.add(new Manifest(file, tree));
        return tree.putObject("data");
    }

    private static void put(ObjectNode data, String literal) {
        int equals = literal.indexOf('=');
        data.put(literal.substring(0, equals), literal.substring(equals + 1));
    }

    private void patch(Manifest patch) {
        merge(one(patch.file(), patch.kind(), patch.name()).tree(), patch.tree());
    }

    /** As Kubernetes merges: null takes away, and in lists what has the same name is the same. */
    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(field -> {
            JsonNode old = into.get(field.getKey());
            if (field.getValue().isNull()) {
                into.remove(field.getKey());
            } else if (old instanceof ObjectNode object) {
                merge(object, (ObjectNode) field.getValue());
            } else if (old instanceof ArrayNode list) {
                field.getValue().forEach(item -> mergeItem(list, (ObjectNode) item));
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void mergeItem(ArrayNode list, ObjectNode item) {
        for (JsonNode old : list) {
            if (old.path("name").equals(item.path("name"))) {
                merge((ObjectNode) old, item);
                return;
            }
        }
        list.add(item);
    }

    private void tag(JsonNode image) {
        String name = image.path("name").asText();
        for (Manifest object : objects) {
            for (JsonNode container : object.tree().at("/spec/template/spec/containers")) {
                if (container.path("image").asText().equals(name)) {
                    String tagged = image.path("newName").asText(name) + ":"
                            + image.path("newTag").asText();
                    ((ObjectNode) container).set("image", TextNode.valueOf(tagged));
                }
            }
        }
    }

    private Manifest one(Path file, String kind, String name) {
        return objects.stream()
                .filter(object -> object.is(kind, name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " names " + kind + " " + name + ", which there is not"));
    }

    private static Path existing(Path file, String name) {
        Path path = file.resolveSibling(name).normalize();
        require(Files.exists(path), file, "names " + name + ", which there is not");
        return path;
    }

    private static void require(boolean good, Path file, String fault) {
        if (!good) {
            throw new AssertionError(file + ": " + fault);
        }
    }
}
