package vedette.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;

/** What Prometheus' own tool says of the metrics, the rules and the dashboard's queries. */
class PromtoolIT {
    @TempDir
    Path directory;

    private static void accepts(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Tools.tool("promtool")));
        command.addAll(List.of(arguments));
        Tools.Result result = Tools.run(command.toArray(String[]::new));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    @Test
    void theMetricsAreAsPrometheusWantsThem() throws Exception {
        Pages pages = new Pages(new MadeStages().stages(), System::nanoTime);
        Answer answer = pages.answer(new Request("GET", "/metrics", Map.of()));
        Path file = Files.writeString(directory.resolve("metrics"), answer.body());
        Tools.Result result =
                Tools.run("sh", "-c", "\"$0\" check metrics < \"$1\"", Tools.tool("promtool"), file.toString());
        assertThat(result.out() + result.err()).isEmpty();
        assertThat(result.exit()).isZero();
    }

    @Test
    void theRulesAreRulesAndRaiseWhatTheyShould() throws Exception {
        accepts("check", "rules", "config/prometheus/vedette-rules.yml");
        accepts("test", "rules", "src/test/resources/prometheus/vedette-rules.test.yml");
    }

    @Test
    void theDashboardsQueriesAreQueries() throws Exception {
        List<Map<String, String>> rules = new ArrayList<>();
        for (String query : OperationsPageTest.queries()) {
            String expr = query.replace("$__rate_interval", "5m");
            rules.add(Map.of("record", "query:" + rules.size(), "expr", expr));
        }
        Map<String, Object> file = Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)));
        Path written = directory.resolve("queries.yml");
        new ObjectMapper().writeValue(written.toFile(), file);
        accepts("check", "rules", written.toString());
    }
}
