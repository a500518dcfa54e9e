package vedette.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the dictionary of columns to the tables' first lines. */
class FeaturesPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** Names in the first cells of a section's tables; `x_{fwd,rev}` stands for several, and K for a number. */
    private static List<String> documented(String section) throws IOException {
        String page = Files.readString(Path.of("src/docs/features.md"));
        int from = page.indexOf("\n## `" + section + "`");
        assertThat(from).isNotNegative();
        int to = page.indexOf("\n##", from + 1);
        List<String> names = new ArrayList<>();
        Matcher row = ROW.matcher(page.substring(from, to < 0 ? page.length() : to));
        while (row.find()) {
            Matcher name = NAME.matcher(row.group(1));
            while (name.find()) {
                expand(name.group(1), names);
            }
        }
        return names;
    }

    private static void expand(String name, List<String> names) {
        int open = name.indexOf('{');
        if (open < 0) {
            names.add(name);
            return;
        }
        int close = name.indexOf('}');
        for (String choice : name.substring(open + 1, close).split(",")) {
            expand(name.substring(0, open) + choice + name.substring(close + 1), names);
        }
    }

    @Test
    void everyColumnOfFeaturesIsExplainedInItsOrder() throws IOException {
        LinkedHashSet<String> columns = new LinkedHashSet<>();
        for (String name : new FeatureColumns(point -> "if" + point, 20).names()) {
            columns.add(name.replaceFirst("^(first_.*_)\\d+$", "$1K"));
        }
        assertThat(documented("features.csv")).containsExactlyElementsOf(columns);
    }

    @Test
    void everyColumnOfPacketsIsExplainedInItsOrder() throws IOException {
        assertThat(documented("packets.csv")).containsExactlyElementsOf(PacketTable.COLUMNS);
    }
}
