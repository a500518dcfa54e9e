package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a live sensor said at its end of the flow records of one collector. */
record ExportBooks(Map<String, Long> fates, Map<String, Long> dropped) {
    private static final Pattern FATE = Pattern.compile("(\\d+) ([a-z ]+)");
    private static final Pattern REASON = Pattern.compile("([a-z-]+) (\\d+)");

    static ExportBooks of(Sensor sensor, String uri) throws IOException {
        List<String> lines =
                sensor.said().lines().filter(line -> line.contains(uri + ": ")).toList();
        String flows =
                lines.get(lines.size() - 1).split(Pattern.quote(uri + ": "))[1].split(";")[0];
        Map<String, Long> fates = new HashMap<>();
        Matcher fate = FATE.matcher(flows.replaceAll("\\(.*\\)", ""));
        while (fate.find()) {
            fates.put(fate.group(2).strip(), Long.parseLong(fate.group(1)));
        }
        Map<String, Long> dropped = new HashMap<>();
        Matcher reason = REASON.matcher(flows.replaceAll(".*\\(|\\).*", ""));
        while (flows.contains("(") && reason.find()) {
            dropped.put(reason.group(1), Long.parseLong(reason.group(2)));
        }
        return new ExportBooks(fates, dropped);
    }

    long of(String fate) {
        return fates.getOrDefault(fate, 0L);
    }

    long sent() {
        return of("sent");
    }

    long resent() {
        return of("sent again");
    }

    long spooled() {
        return of("wait on disk");
    }

    long recovered() {
        return of("waited from before");
    }

    long drops() {
        return of("dropped");
    }

    void balance() {
        assertThat(of("records offered") + recovered())
                .as("%s", this)
                .isEqualTo(sent() + drops() + spooled() + of("queued") + of("not asked for"));
        assertThat(dropped.values().stream().mapToLong(each -> each).sum())
                .as("%s", this)
                .isEqualTo(drops());
    }
}
