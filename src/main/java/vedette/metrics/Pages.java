package vedette.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** What there is to ask for. */
final class Pages {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final Health health;

    Pages(Stages stages) {
        health = new Health(stages, System::nanoTime);
        registry.register(new SensorCollector(stages, health));
        DefaultExports.register(registry);
    }

    Answer answer(Request request) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.text(405, "only GET and HEAD are served").with("Allow: GET, HEAD");
        }
        return switch (request.path()) {
            case "/metrics" -> metrics(request.header("accept"));
            case "/healthz" -> state(health.faults());
            case "/readyz" -> state(health.obstacles());
            case "/" -> Answer.text(200, "Vedette: /metrics /healthz /readyz");
            default -> Answer.text(404, "there are /metrics, /healthz and /readyz");
        };
    }

    private Answer metrics(String accept) throws IOException {
        String contentType = TextFormat.chooseContentType(accept);
        StringWriter text = new StringWriter(1 << 16);
        TextFormat.writeFormat(contentType, text, registry.metricFamilySamples());
        return new Answer(200, contentType, "", text.toString());
    }

    private static Answer state(List<String> obstacles) {
        return obstacles.isEmpty() ? Answer.text(200, "ok") : Answer.text(503, String.join("\n", obstacles));
    }
}
