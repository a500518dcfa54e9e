package vedette.export.syslog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A syslog receiver that forgives nothing: it reads one message and refuses whatever RFC 5424 forbids. It shares no code with
 * the sender.
 */
final class StrictSyslog {
    /** A message; structured data by SD-ID, each a list of names and values in turn. */
    record Message(
            int facility,
            int severity,
            String timestamp,
            String hostname,
            String appName,
            String procId,
            String msgId,
            Map<String, Map<String, String>> data,
            String text) {
        String value(String element, String name) {
            return data.get(element).get(name);
        }
    }

    /** A broken rule. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String rule) {
            super(rule);
        }
    }

    private final byte[] octets;
    private int at;

    private StrictSyslog(byte[] octets) {
        this.octets = octets;
    }

    static Message read(byte[] octets) {
        return new StrictSyslog(octets).message();
    }

    /** Reads a stream of messages, each with its number of octets before it (RFC 6587 §3.4.1). */
    static List<Message> readStream(byte[] stream) {
        List<Message> messages = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int length = 0;
            require(stream[at] >= '1' && stream[at] <= '9', "no octet count at " + at);
            while (stream[at] != ' ') {
                require(stream[at] >= '0' && stream[at] <= '9', "octet count with " + (char) stream[at]);
                length = 10 * length + stream[at++] - '0';
            }
            at++;
            require(at + length <= stream.length, "a message that was cut");
            byte[] message = new byte[length];
            System.arraycopy(stream, at, message, 0, length);
            messages.add(read(message));
            at += length;
        }
        return messages;
    }

    private Message message() {
        expect('<');
        int priority = number(3);
        require(priority <= 191, "PRI of " + priority);
        expect('>');
        require(number(3) == 1, "VERSION is not 1");
        expect(' ');
        String timestamp = word(32, "TIMESTAMP");
        require(
                timestamp.matches(
                        "\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?(Z|[+-]\\d\\d:\\d\\d)"),
                "TIMESTAMP " + timestamp);
        String hostname = word(255, "HOSTNAME");
        String appName = word(48, "APP-NAME");
        String procId = word(128, "PROCID");
        String msgId = word(32, "MSGID");
        Map<String, Map<String, String>> data = data();
        String text = "";
        if (at < octets.length) {
            expect(' ');
            text = ascii();
        }
        return new Message(priority / 8, priority % 8, timestamp, hostname, appName, procId, msgId, data, text);
    }

    private int number(int mostDigits) {
        int from = at;
        int value = 0;
        while (at < octets.length && octets[at] >= '0' && octets[at] <= '9') {
            value = 10 * value + octets[at++] - '0';
        }
        require(at > from && at - from <= mostDigits, "a number of " + (at - from) + " digits");
        require(octets[from] != '0' || at - from == 1, "a number that begins with 0");
        return value;
    }

    private String word(int most, String what) {
        int from = at;
        while (at < octets.length && octets[at] > ' ' && octets[at] < 0x7F) {
            at++;
        }
        require(at > from && at - from <= most, what + " of " + (at - from) + " characters");
        String word = new String(octets, from, at - from, StandardCharsets.US_ASCII);
        expect(' ');
        return word;
    }

    private Map<String, Map<String, String>> data() {
        Map<String, Map<String, String>> data = new LinkedHashMap<>();
        if (octets[at] == '-') {
            at++;
            return data;
        }
        require(octets[at] == '[', "no structured data");
        while (at < octets.length && octets[at] == '[') {
            at++;
            String id = name();
            require(
                    id.matches("[^@]+@\\d+(\\.\\d+)*")
                            || List.of("timeQuality", "origin", "meta").contains(id),
                    "SD-ID " + id);
            require(data.put(id, parameters()) == null, "SD-ID " + id + " twice");
            expect(']');
        }
        return data;
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (octets[at] == ' ') {
            at++;
            String name = name();
            expect('=');
            expect('"');
            parameters.put(name, value());
            expect('"');
        }
        return parameters;
    }

    private String name() {
        int from = at;
        while (octets[at] > ' ' && octets[at] < 0x7F && octets[at] != '=' && octets[at] != ']' && octets[at] != '"') {
            at++;
        }
        require(at > from && at - from <= 32, "SD-NAME of " + (at - from) + " characters");
        return new String(octets, from, at - from, StandardCharsets.US_ASCII);
    }

    private String value() {
        ByteBuffer value = ByteBuffer.allocate(octets.length);
        while (octets[at] != '"') {
            require(octets[at] != ']', "] without a backslash");
            require(octets[at] < 0 || octets[at] >= ' ', "a control character in PARAM-VALUE");
            if (octets[at] == '\\') {
                at++;
                require(
                        octets[at] == '"' || octets[at] == '\\' || octets[at] == ']',
                        "a backslash that escapes nothing");
            }
            value.put(octets[at++]);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(value.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new Violation("PARAM-VALUE is not UTF-8");
        }
    }

    private String ascii() {
        for (int i = at; i < octets.length; i++) {
            require(octets[i] >= ' ' && octets[i] < 0x7F, "MSG with octet " + octets[i]);
        }
        return new String(octets, at, octets.length - at, StandardCharsets.US_ASCII);
    }

    private void expect(char c) {
        require(at < octets.length && octets[at] == c, "no " + c + " at " + at);
        at++;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new Violation(rule);
        }
    }
}
