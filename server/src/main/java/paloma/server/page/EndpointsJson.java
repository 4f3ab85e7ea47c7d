package paloma.server.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import paloma.net.KernelDrops;
import paloma.server.metrics.HandlingTimes;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.server.page.ServerView.EndpointView;

/** The endpoints of a server as JSON. */
final class EndpointsJson {
    private EndpointsJson() {}

    static void write(JsonGenerator out, List<EndpointView> endpoints) throws IOException {
        Map<Integer, Long> drops = KernelDrops.byPort();
        out.writeArrayFieldStart("endpoints");
        for (EndpointView endpoint : endpoints) {
            ServiceMeter meter = endpoint.meter();
            out.writeStartObject();
            out.writeStringField("service", meter.service());
            out.writeStringField("transport", meter.transport());
            out.writeStringField("url", endpoint.url());
            out.writeStringField("try", endpoint.trialLine());
            out.writeNumberField("requests", meter.requests());
            out.writeNumberField("requestBytes", meter.requestBytes());
            out.writeNumberField("answers", meter.answers());
            out.writeNumberField("answerBytes", meter.answerBytes());
            out.writeNumberField("waiting", meter.waiting());
            writeDrops(out, endpoint, drops);
            out.writeObjectFieldStart("refusals");
            for (Refusal reason : Refusal.values()) {
                if (meter.refusals(reason) > 0) {
                    out.writeNumberField(reason.label(), meter.refusals(reason));
                }
            }
            out.writeEndObject();
            writeHandling(out, meter.handlingTimes());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Null where the kernel counts none: over streams, and on systems without its tables. */
    private static void writeDrops(JsonGenerator out, EndpointView endpoint, Map<Integer, Long> drops)
            throws IOException {
        Long count = endpoint.udpPort() == 0 ? null : drops.get(endpoint.udpPort());
        out.writeFieldName("kernelDrops");
        if (count == null) {
            out.writeNull();
        } else {
            out.writeNumber(count);
        }
    }

    private static void writeHandling(JsonGenerator out, HandlingTimes times) throws IOException {
        Quantiles quantiles = Quantiles.of(times);
        out.writeObjectFieldStart("handling");
        out.writeNumberField("count", quantiles.count());
        out.writeNumberField("p50Micros", quantiles.micros(0.5));
        out.writeNumberField("p99Micros", quantiles.micros(0.99));
        out.writeEndObject();
    }
}
