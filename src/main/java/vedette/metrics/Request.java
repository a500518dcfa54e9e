package vedette.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was asked over HTTP/1: as much of RFC 9112 as a scrape needs, and no octet more than {@link #MOST_OCTETS}.
 *
 * @param path without the query
 * @param headers by their names in lower case; of those that came more than once, the last
 */
record Request(String method, String path, Map<String, String> headers) {
    /** Several times what Prometheus sends, also with a long password. */
    static final int MOST_OCTETS = 8192;

    private static final Pattern START = Pattern.compile("([A-Z]{1,16}) (/[\\x21-\\x7E]*) HTTP/1\\.[01]");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");

    Request {
        headers = Map.copyOf(headers);
    }

    /** Why nothing can be answered but this. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String why) {
            super(why);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Reads the head of a request and nothing after it; returns when the other side has said enough, or too much. */
    static Request read(InputStream in) throws IOException {
        List<String> lines = head(in).lines().toList();
        Matcher start = START.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!start.matches()) {
            throw new Refused(400, "this is no request of HTTP/1");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                throw new Refused(400, "a line of the request's head is no header field");
            }
            headers.put(field.group(1).toLowerCase(Locale.ROOT), field.group(2));
        }
        String target = start.group(2);
        int query = target.indexOf('?');
        return new Request(start.group(1), query < 0 ? target : target.substring(0, query), headers);
    }

    private static String head(InputStream in) throws IOException {
        byte[] octets = new byte[MOST_OCTETS];
        int length = 0;
        while (length < MOST_OCTETS) {
            int read = in.read(octets, length, MOST_OCTETS - length);
            if (read < 0) {
                throw new Refused(400, "the request ends before its head does");
            }
            int from = Math.max(0, length - 3);
            length += read;
            String head = new String(octets, 0, length, StandardCharsets.ISO_8859_1);
            int end = endOfHead(head, from);
            if (end >= 0) {
                return head.substring(0, end);
            }
        }
        throw new Refused(431, "the request's head is longer than " + MOST_OCTETS + " octets");
    }

    /** Lines end with CR LF, from some with LF alone. */
    private static int endOfHead(String head, int from) {
        int whole = head.indexOf("\r\n\r\n", from);
        int bare = head.indexOf("\n\n", from);
        return whole < 0 || bare >= 0 && bare < whole ? bare : whole;
    }

    /** The field's value, empty without one. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
