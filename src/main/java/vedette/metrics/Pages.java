package vedette.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What there is to ask for. */
final class Pages {
    /** However often metrics are asked for, reading them takes no more of the machine than this allows. */
    static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final CollectorRegistry registry = new CollectorRegistry();
    private final Health health;
    private final LongSupplier clockNs;
    private final Map<String, Rendering> renderings = new HashMap<>();

    private record Rendering(String text, long atNs) {}

    /** @param clockNs as the metering thread's states are dated by */
    Pages(Stages stages, LongSupplier clockNs) {
        this.clockNs = clockNs;
        health = new Health(stages, clockNs);
        registry.register(new SensorCollector(stages, health));
        DefaultExports.register(registry);
    }

    Answer answer(Request request) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.text(405, "only GET and HEAD are served").with("Allow: GET, HEAD");
        }
        return switch (request.path()) {
            case "/metrics" -> metrics(TextFormat.chooseContentType(request.header("accept")));
            case "/healthz" -> state(health.faults());
            case "/readyz" -> state(health.obstacles());
            case "/" -> Answer.text(200, "Vedette: /metrics /healthz /readyz");
            default -> Answer.text(404, "there are /metrics, /healthz and /readyz");
        };
    }

    /** One at a time; whoever asks soon after another is told the same. */
    private synchronized Answer metrics(String contentType) throws IOException {
        Rendering last = renderings.get(contentType);
        if (last == null || clockNs.getAsLong() - last.atNs >= FRESH_NS) {
            StringWriter text = new StringWriter(1 << 16);
            TextFormat.writeFormat(contentType, text, registry.metricFamilySamples());
            last = new Rendering(text.toString(), clockNs.getAsLong());
            renderings.put(contentType, last);
        }
        return new Answer(200, contentType, "", last.text);
    }

    private static Answer state(List<String> obstacles) {
        return obstacles.isEmpty() ? Answer.text(200, "ok") : Answer.text(503, String.join("\n", obstacles));
    }
}
