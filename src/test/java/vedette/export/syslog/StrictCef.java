package vedette.export.syslog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reader of CEF:0 that forgives nothing: the header's seven fields, and an extension whose keys all stand in the dictionary and
 * whose values are of the dictionary's types and lengths. It shares no code with the sender.
 */
final class StrictCef {
    /** Key, type and most characters. Labels are added below. */
    private static final String DICTIONARY = """
            act string 63
            c6a2 ipv6 45
            c6a3 ipv6 45
            cat string 1023
            cfp1 float 40
            cfp2 float 40
            cfp3 float 40
            cfp4 float 40
            cn1 long 20
            cn2 long 20
            cn3 long 20
            cnt long 20
            cs1 string 4000
            cs2 string 4000
            cs3 string 4000
            cs4 string 4000
            cs5 string 4000
            cs6 string 4000
            deviceInboundInterface string 128
            dpt port 5
            dst ipv4 15
            dvchost string 100
            dvcpid long 20
            end time 13
            externalId string 40
            flexNumber1 long 20
            flexNumber2 long 20
            flexString1 string 1023
            in long 20
            msg string 1023
            out long 20
            proto string 31
            reason string 1023
            rt time 13
            spt port 5
            src ipv4 15
            start time 13
            """;

    private static final String CUSTOM = "c6a\\d|cfp\\d|cn\\d|cs\\d|flexNumber\\d|flexString\\d";
    private static final Map<String, String[]> KEYS = new TreeMap<>();

    static {
        for (String line : DICTIONARY.split("\n")) {
            String[] row = line.split(" ");
            KEYS.put(row[0], row);
            if (row[0].matches(CUSTOM)) {
                KEYS.put(row[0] + "Label", new String[] {row[0], "string", "128"});
            }
        }
    }

    /** An event. */
    record Event(
            String vendor,
            String product,
            String version,
            String signatureId,
            String name,
            int severity,
            Map<String, String> extension) {
        String value(String key) {
            return extension.get(key);
        }

        /** The value of the custom field with a label. */
        String labelled(String label) {
            for (Map.Entry<String, String> entry : extension.entrySet()) {
                if (entry.getKey().endsWith("Label") && entry.getValue().equals(label)) {
                    return extension.get(entry.getKey().replace("Label", ""));
                }
            }
            return null;
        }
    }

    private StrictCef() {}

    static Event read(String text) {
        require(text.startsWith("CEF:0|"), "no CEF:0 at the beginning");
        require(text.matches("[ -~]*"), "a character that is not printable ASCII");
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int at = "CEF:0|".length();
        while (fields.size() < 6) {
            require(at < text.length(), "a header of " + fields.size() + " fields");
            char c = text.charAt(at++);
            if (c == '\\') {
                char escaped = text.charAt(at++);
                require(escaped == '\\' || escaped == '|', "a header with \\" + escaped);
                field.append(escaped);
            } else if (c == '|') {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        require(fields.get(5).matches("\\d|10"), "severity " + fields.get(5));
        Map<String, String> extension = extension(text.substring(at));
        return new Event(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                fields.get(3),
                fields.get(4),
                Integer.parseInt(fields.get(5)),
                extension);
    }

    /** A key is the word before an equals sign that no backslash stands before; its value goes on to the next key. */
    private static Map<String, String> extension(String text) {
        List<Integer> signs = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                require(i + 1 < text.length() && "\\=nr".indexOf(text.charAt(i + 1)) >= 0, "a broken escape at " + i);
                i++;
            } else if (text.charAt(i) == '=') {
                signs.add(i);
            }
        }
        Map<String, String> extension = new LinkedHashMap<>();
        for (int i = 0; i < signs.size(); i++) {
            int sign = signs.get(i);
            String key = text.substring(text.lastIndexOf(' ', sign) + 1, sign);
            int end = i + 1 < signs.size() ? text.lastIndexOf(' ', signs.get(i + 1)) : text.length();
            require(end > sign, "an equals sign within a value of " + key);
            String value = unescaped(text.substring(sign + 1, end));
            require(extension.put(key, value) == null, key + " twice");
            check(key, value);
        }
        for (String key : extension.keySet()) {
            require(!key.matches(CUSTOM) || extension.containsKey(key + "Label"), key + " without what it means");
            require(!key.endsWith("Label") || extension.containsKey(key.replace("Label", "")), key + " without value");
        }
        return extension;
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                char escaped = value.charAt(++i);
                plain.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static void check(String key, String value) {
        String[] row = KEYS.get(key);
        require(row != null, key + " is in no dictionary");
        require(value.length() <= Integer.parseInt(row[2]), key + " of " + value.length() + " characters");
        String form = switch (row[1]) {
            case "ipv4" -> "\\d{1,3}(\\.\\d{1,3}){3}";
            case "ipv6" -> "[0-9a-f:.]*:[0-9a-f:.]*";
            case "float" -> "-?\\d+(\\.\\d+)?(E[+-]?\\d+)?";
            case "long", "time" -> "\\d+";
            case "port" -> "\\d{1,5}";
            default -> "(?s).*";
        };
        require(value.matches(form), key + " is no " + row[1] + ": " + value);
        require(!row[1].equals("port") || Integer.parseInt(value) <= 65535, key + " of " + value);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new StrictSyslog.Violation(rule);
        }
    }
}
