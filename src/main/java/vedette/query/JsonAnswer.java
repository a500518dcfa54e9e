package vedette.query;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An object of JSON on a line for each row, in ASCII. */
public final class JsonAnswer implements Answer {
    private final PrintStream out;

    public JsonAnswer(PrintStream out) {
        this.out = out;
    }

    @Override
    public String asked(String rows) {
        return "SELECT CAST(to_json(row_of_answer) AS VARCHAR) FROM " + rows + " AS row_of_answer";
    }

    @Override
    public void columns(List<String> names) {}

    @Override
    public void row(List<@Nullable String> values) {
        out.print(ascii(String.valueOf(values.get(0))) + "\n");
    }

    /** DuckDB escapes what JSON has to; of the rest, what is not ASCII stands in texts alone. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7F) {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }
}
