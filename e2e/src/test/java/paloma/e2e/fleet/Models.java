package paloma.e2e.fleet;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TCPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.UDPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Kubernetes knows: kinds, their fields and the types of these, as fabric8 has made them into classes from the published
 * schemas. These classes would keep a field that they do not know; here that is a fault.
 */
final class Models {
    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("gateway.networking.k8s.io/v1 Gateway", Gateway.class),
            Map.entry("gateway.networking.k8s.io/v1 TCPRoute", TCPRoute.class),
            Map.entry("gateway.networking.k8s.io/v1 UDPRoute", UDPRoute.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class));

    private static final ObjectMapper STRICT = strict();
    private static final ObjectMapper LENIENT = STRICT.copy()
            .disable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES);

    private Models() {}

    /** Returns every fault of an object with its path; none where Kubernetes would read all of it. */
    static List<String> faults(Manifest manifest) {
        Class<?> model = KINDS.get(manifest.apiVersion() + " " + manifest.kind());
        if (model == null) {
            return List.of(manifest.at("is no kind of " + manifest.apiVersion()));
        }
        List<String> faults = new ArrayList<>();
        ObjectNode rest = manifest.tree().deepCopy();
        while (true) { // reading ends at the first fault: that is taken away, and the rest read again
            try {
                STRICT.treeToValue(rest, model);
                return faults;
            } catch (JsonMappingException e) {
                faults.add(manifest.at(path(e)) + ": " + e.getOriginalMessage());
                takeAway(rest, e.getPath());
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Returns an object as its class has it, without what that does not know. */
    static <T> T read(Manifest manifest, Class<T> model) {
        return LENIENT.convertValue(manifest.tree(), model);
    }

    private static String path(JsonMappingException fault) {
        return fault.getPath().stream()
                .map(one -> one.getFieldName() == null ? "[" + one.getIndex() + "]" : "." + one.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static void takeAway(JsonNode tree, List<JsonMappingException.Reference> path) {
        JsonNode parent = tree;
        for (JsonMappingException.Reference step : path.subList(0, path.size() - 1)) {
            parent = step.getFieldName() == null ? parent.get(step.getIndex()) : parent.get(step.getFieldName());
        }
        JsonMappingException.Reference last = path.get(path.size() - 1);
        if (last.getFieldName() == null) {
            ((ArrayNode) parent).setNull(last.getIndex());
        } else {
            ((ObjectNode) parent).remove(last.getFieldName());
        }
    }

    private static ObjectMapper strict() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .annotationIntrospector(new KnownFieldsOnly())
                .visibility(PropertyAccessor.CREATOR, Visibility.NONE) // a number is no object with one number in it
                .enable(DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        Stream.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                .forEach(shape -> builder.withCoercionConfig(
                        LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail)));
        return builder.build();
    }

    private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated setter) {
            return false;
        }
    }
}
