package vedette.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final MadeStages made = new MadeStages();
    private final MeteringState said = made.metering.get();
    private long nowNs = said.atNs();
    private final Pages pages = new Pages(made.stages(), () -> nowNs);

    private String metrics(String accept) throws IOException {
        return pages.answer(new Request("GET", "/metrics", Map.of("accept", accept)))
                .body();
    }

    @Test
    void howeverOftenTheyAreAskedForMetricsAreReadFourTimesASecond() throws IOException {
        String first = metrics("");
        made.flows.started.add(5);
        nowNs += Pages.FRESH_NS - 1;
        assertThat(metrics("")).isEqualTo(first);
        assertThat(metrics(OPEN_METRICS)).contains("\nvedette_flows_started_total 5.0\n");
        nowNs++;
        assertThat(metrics("")).contains("\nvedette_flows_started_total 5.0\n");
    }

    @Test
    void healthIsLookedAtEachTime() throws IOException {
        made.metering = () -> said;
        Request healthz = new Request("GET", "/healthz", Map.of());
        assertThat(pages.answer(healthz).status()).isEqualTo(200);
        nowNs += Health.HANGS_NS;
        assertThat(pages.answer(healthz).status()).isEqualTo(503);
        nowNs--;
        assertThat(pages.answer(healthz).status()).isEqualTo(200);
    }
}
