package vedette.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads CSV by RFC 4180, and nothing that is not that. */
public final class Csv {
    private final String text;
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    /** The lines of a file, each by the names of its first line. */
    public static List<Map<String, String>> read(Path file) throws IOException {
        Csv csv = new Csv(Files.readString(file, UTF_8));
        List<String> names = csv.line();
        List<Map<String, String>> lines = new ArrayList<>();
        while (csv.at < csv.text.length()) {
            List<String> fields = csv.line();
            assertThat(fields).as("line %d of %s", lines.size() + 2, file).hasSameSizeAs(names);
            Map<String, String> line = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                line.put(names.get(i), fields.get(i));
            }
            lines.add(line);
        }
        return lines;
    }

    private List<String> line() {
        List<String> fields = new ArrayList<>();
        do {
            fields.add(field());
        } while (text.charAt(at++) == ',');
        assertThat(text.substring(at - 1, at + 1)).isEqualTo("\r\n");
        at++;
        return fields;
    }

    private String field() {
        if (text.charAt(at) == '"') {
            return quoted();
        }
        int from = at;
        while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
            assertThat(text.charAt(at)).isNotIn('"', '\n');
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        at++;
        while (text.charAt(at) != '"' || text.charAt(at + 1) == '"') {
            at += text.charAt(at) == '"' ? 1 : 0;
            field.append(text.charAt(at++));
        }
        at++;
        return field.toString();
    }
}
