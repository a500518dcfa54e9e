package vedette.export.zeek;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a log as zeek-cut does: lines end at a line feed and at nothing else, the separator is what {@code #separator} says with its
 * escapes undone, the columns are what the last {@code #fields} names. What zeek-cut would pass over stands out: a record that has not
 * as many fields as there are columns is a mistake.
 */
public final class ZeekCut {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Map<String, String>> records = new ArrayList<>();
    private List<String> fields = List.of();
    private List<String> types = List.of();
    private String separator = "\t";

    public static ZeekCut of(String log) {
        ZeekCut cut = new ZeekCut();
        if (!log.isEmpty() && !log.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        for (String line : log.split("\n")) {
            cut.take(line);
        }
        return cut;
    }

    private void take(String line) {
        if (line.startsWith("#separator ")) {
            separator = unescaped(line.substring("#separator ".length()));
        } else if (line.startsWith("#fields" + separator)) {
            fields = split(line).subList(1, split(line).size());
        } else if (line.startsWith("#types" + separator)) {
            types = split(line).subList(1, split(line).size());
        } else if (line.startsWith("#")) {
            List<String> words = split(line);
            headers.put(words.get(0), words.size() > 1 ? words.get(1) : "");
        } else if (!line.isEmpty()) {
            records.add(record(split(line)));
        }
    }

    private List<String> split(String line) {
        return Arrays.asList(line.split(java.util.regex.Pattern.quote(separator), -1));
    }

    private Map<String, String> record(List<String> values) {
        if (values.size() != fields.size()) {
            throw new AssertionError(
                    values.size() + " fields where there are " + fields.size() + " columns: " + values);
        }
        Map<String, String> record = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            record.put(fields.get(i), values.get(i));
        }
        return record;
    }

    /** Undoes {@code \x09}, each a character of its own. */
    public static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    /** The header's lines that are not asked for by their own names. */
    public Map<String, String> headers() {
        return headers;
    }

    public List<String> fields() {
        return fields;
    }

    public List<String> types() {
        return types;
    }

    public List<Map<String, String>> records() {
        return records;
    }

    /** One column. */
    public List<String> column(String name) {
        return records.stream().map(record -> record.get(name)).toList();
    }
}
