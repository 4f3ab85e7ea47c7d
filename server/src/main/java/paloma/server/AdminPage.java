package paloma.server;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import paloma.server.admin.AdminServer;
import paloma.server.config.PageSettings;
import paloma.server.lifecycle.Readiness;
import paloma.server.metrics.Reading;
import paloma.server.metrics.Samples;
import paloma.server.metrics.ServiceMeter;
import paloma.server.page.ServerSite;
import paloma.server.page.ServerView.EndpointView;
import paloma.web.PageAccess;
import paloma.web.Site;
import paloma.web.SiteSettings;
import paloma.web.WebCounts;
import paloma.web.WebCounts.Refusal;

/** What the page needs of a running server: counters and ten minutes of samples; all else is made when a browser asks. */
final class AdminPage {
    private final PageSettings settings;
    private final WebCounts counts = new WebCounts();
    private final Samples samples;
    private final Served.Peers chat;
    private final Supplier<Site> site;

    AdminPage(
            PageSettings settings,
            List<Listener> listeners,
            Services services,
            Pipelines pipelines,
            Readiness readiness) {
        this.settings = settings;
        long startMillis = System.currentTimeMillis();
        samples = new Samples(
                listeners.stream().map(listener -> listener.served().meter()).toList());
        chat = settings.isShown() ? services.chatInBrowsers() : null;
        site = () -> new ServerSite(
                services.view(endpoints(listeners), samples, readiness, startMillis),
                counts,
                chat == null ? null : pipeline -> pipelines.browser(pipeline, chat),
                AdminServer::mistaken);
    }

    /** Samples once a second from now on, where there is a page. */
    void start(EventExecutor loop) {
        if (settings.isShown()) {
            samples.tick(System.currentTimeMillis());
            loop.scheduleAtFixedRate(() -> samples.tick(System.currentTimeMillis()), 1, 1, TimeUnit.SECONDS);
        }
    }

    SiteSettings site() {
        PageAccess access = settings.token() == null ? PageAccess.ofThisMachine() : PageAccess.by(settings.token());
        return new SiteSettings(
                settings.isShown() ? site : null,
                access,
                settings.tls() == null ? null : AdminTls.of(settings.tls()),
                counts);
    }

    /** Returns the meters of what is served to browsers alone. */
    List<ServiceMeter> meters() {
        return chat == null ? List.of() : List.of(chat.meter());
    }

    List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        readings.add(Reading.gauge("paloma_page_viewers", "WebSockets of browsers that are open.", counts::viewers));
        readings.add(Reading.counter(
                "paloma_page_dropped_frames",
                "Messages to browsers that were dropped because they did not read.",
                counts::droppedFrames));
        for (Refusal reason : Refusal.values()) {
            readings.add(Reading.counter(
                            "paloma_page_refusals", "Browsers that were not served.", () -> counts.refusals(reason))
                    .of("reason", reason.label()));
        }
        return readings;
    }

    private static List<EndpointView> endpoints(List<Listener> listeners) {
        return listeners.stream()
                .map(listener -> new EndpointView(
                        listener.url(),
                        TrialLine.of(listener),
                        listener.udp() == null ? 0 : listener.address().getPort(),
                        listener.served().meter()))
                .toList();
    }
}
