package paloma.e2e.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** One object of Kubernetes as a file says it. */
record Manifest(Path file, ObjectNode tree) {
    String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    String kind() {
        return tree.path("kind").asText();
    }

    String name() {
        return tree.at("/metadata/name").asText();
    }

    boolean is(String otherKind, String otherName) {
        return kind().equals(otherKind) && name().equals(otherName);
    }

    /** Returns what a fault begins with: which object, and where in it. */
    String at(String path) {
        return kind() + " " + name() + " " + path;
    }
}
