package paloma.server.page;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import paloma.server.chat.RoomView;
import paloma.server.console.ShownLine;
import paloma.server.files.TransferView;
import paloma.server.lifecycle.Readiness;
import paloma.server.metrics.Samples;
import paloma.server.metrics.ServiceMeter;
import paloma.server.upload.UploadView;

/**
 * What there is to be seen of a server; all of it may be asked by any thread.
 *
 * @param replica the name among those of a fleet, or null
 * @param startMillis since 1970
 * @param readiness told in words
 * @param samples of the endpoints, in their order
 * @param running null where no files are served
 * @param ended null where no files are served
 * @param uploads null where none are taken
 * @param lines of the console, above a number
 * @param lastLine the number of the last one
 * @param rooms null where there is no chat
 */
public record ServerView(
        String version,
        String replica,
        long startMillis,
        Readiness readiness,
        List<EndpointView> endpoints,
        Samples samples,
        Supplier<List<TransferView>> running,
        Supplier<List<TransferView>> ended,
        Supplier<List<UploadView>> uploads,
        LongFunction<List<ShownLine>> lines,
        LongSupplier lastLine,
        Supplier<List<RoomView>> rooms) {
    /**
     * An endpoint.
     *
     * @param url such as {@code udp://127.0.0.1:7007}
     * @param trialLine what a person types to try it
     * @param udpPort 0 where it is none
     */
    public record EndpointView(String url, String trialLine, int udpPort, ServiceMeter meter) {}
}
