package vedette.query;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180, but with line feeds), the first line names the columns; a value that is not there is empty. */
public final class CsvAnswer implements Answer {
    private final PrintStream out;

    public CsvAnswer(PrintStream out) {
        this.out = out;
    }

    @Override
    public void columns(List<String> names) {
        print(names);
    }

    @Override
    public void row(List<@Nullable String> values) {
        print(values);
    }

    private void print(List<? extends @Nullable String> values) {
        out.print(values.stream().map(CsvAnswer::cell).collect(Collectors.joining(",")) + "\n");
    }

    /** Quotes stand around an empty text, too, since nothing is what a missing value is. */
    private static String cell(@Nullable String value) {
        if (value == null) {
            return "";
        }
        String printed = value.replaceAll("\\p{Cc}", "?");
        return printed.isEmpty() || printed.matches(".*[\",].*") ? '"' + printed.replace("\"", "\"\"") + '"' : printed;
    }
}
