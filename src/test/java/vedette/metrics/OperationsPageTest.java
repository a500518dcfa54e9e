package vedette.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds what is written about metrics, and what is built on them, to what there is. */
class OperationsPageTest {
    private static final Path PAGE = Path.of("src/docs/operations.md");
    private static final Path RULES = Path.of("config/prometheus/vedette-rules.yml");
    private static final Path TESTS = Path.of("src/test/resources/prometheus/vedette-rules.test.yml");
    static final Path DASHBOARD = Path.of("config/grafana/vedette.json");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(vedette_[^`]*)` \\| (.*?) \\| (.*?) \\|$");
    private static final Pattern NAME = Pattern.compile("\\b(?:vedette|jvm|process)_[a-z_]+\\b");
    private static final Pattern ALERT = Pattern.compile("(?m)^      - alert: (\\w+)$");
    private static final Pattern TOLD_ALERT = Pattern.compile("\\bVedette[A-Z]\\w+");

    private static List<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text).results().map(each -> each.group(group)).toList();
    }

    private static String written(Metric metric) {
        return metric.id() + (metric.labels().isEmpty() ? "" : "{" + String.join(",", metric.labels()) + "}");
    }

    /** Names of all samples there are, those of the JVM too. */
    private static Set<String> known() {
        CollectorRegistry registry = new CollectorRegistry();
        DefaultExports.register(registry);
        Set<String> names = Collections.list(registry.metricFamilySamples()).stream()
                .flatMap(family -> family.samples.stream())
                .map(sample -> sample.name)
                .collect(Collectors.toCollection(TreeSet::new));
        Arrays.stream(Metric.values()).map(Metric::id).forEach(names::add);
        return names;
    }

    @Test
    void everyMetricStandsInThePageAsItIsToldAndWithWhatToLookFor() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();
        assertThat(rows.stream().map(row -> row.group(1) + ": " + row.group(2)))
                .containsExactlyElementsOf(Arrays.stream(Metric.values())
                        .map(metric -> written(metric) + ": " + metric.help())
                        .toList());
        assertThat(rows).allSatisfy(row -> assertThat(row.group(3)).isNotBlank());
    }

    @Test
    void noPageRuleOrDashboardSpeaksOfAMetricThereIsNot() throws IOException {
        for (Path file : List.of(PAGE, RULES, TESTS, DASHBOARD)) {
            assertThat(all(NAME, Files.readString(file), 0))
                    .as(file.toString())
                    .isNotEmpty()
                    .isSubsetOf(known());
        }
    }

    @Test
    void everyRuleIsToldInThePageAndRaisedInATest() throws IOException {
        List<String> rules = all(ALERT, Files.readString(RULES), 1);
        assertThat(rules).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(all(TOLD_ALERT, Files.readString(PAGE), 0))).isEqualTo(new TreeSet<>(rules));
        assertThat(new TreeSet<>(all(TOLD_ALERT, Files.readString(TESTS), 0))).isEqualTo(new TreeSet<>(rules));
    }

    /** Every query of the dashboard. */
    static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        dashboard.findValues("expr").forEach(expr -> queries.add(expr.asText()));
        return queries;
    }

    @Test
    void everyPanelOfTheDashboardAsksForSomethingOfTheChosenSensors() throws IOException {
        JsonNode panels = new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels");
        assertThat(panels).isNotEmpty().allSatisfy(panel -> {
            boolean isRow = panel.get("type").asText().equals("row");
            assertThat(panel.findValues("expr").isEmpty())
                    .as(panel.get("title").asText())
                    .isEqualTo(isRow);
        });
        assertThat(queries()).allSatisfy(query -> {
            assertThat(all(NAME, query, 0)).isNotEmpty();
            assertThat(query).contains("instance=~\"$instance\"");
        });
    }
}
