package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a sensor tells whoever scrapes it, by series: {@code vedette_flows_ended_total{reason="idle"}}. */
final class Scrape {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:]+)(?:\\{(.*),})? (\\S+)");

    private final Map<String, Double> values = new HashMap<>();

    private Scrape(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = LINE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            String labels = sample.group(2) == null ? "" : "{" + sample.group(2) + "}";
            assertThat(values.put(sample.group(1) + labels, Double.valueOf(sample.group(3))))
                    .as("told twice: %s", line)
                    .isNull();
        });
    }

    /** Scrapes a sensor on the loopback of its namespace; every packet must be accounted for at that moment. */
    static Scrape of(Namespaces.Side side) throws Exception {
        Scrape scrape = new Scrape(get(side, 200, "/metrics"));
        assertThat(scrape.value("vedette_conservation_error_packets")).isZero();
        return scrape;
    }

    /** What a page says, which must be answered with this status. */
    static String get(Namespaces.Side side, int status, String path) throws Exception {
        return side.call(() -> {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:9469" + path).toURL().openConnection(Proxy.NO_PROXY);
            connection.setReadTimeout(30_000);
            try {
                assertThat(connection.getResponseCode()).as(path).isEqualTo(status);
                return body(connection);
            } finally {
                connection.disconnect();
            }
        });
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (var in = connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The series' value, which must be there. */
    double value(String series) {
        assertThat(values).containsKey(series);
        return values.get(series);
    }

    /** The sum of all series of a metric whose labels hold this. */
    double sum(String metric, String labels) {
        return values.entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith(metric + "{") && each.getKey().contains(labels))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
