package vedette.evaluate;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection as Argus tells of it (binetflow), in the names and letters of Zeek. */
final class ArgusRow {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS");
    private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
    private static final int TCP_HEADERS = 54;
    private static final int OTHER_HEADERS = 42;

    private final List<String> names;
    private final String[] fields;

    /** @param names the first line of the file, whose fields are split by commas or tabs */
    ArgusRow(List<String> names, String row) {
        this.names = names;
        fields = split(row);
    }

    static String[] split(String line) {
        return line.split(line.indexOf('\t') >= 0 ? "\t" : ",", -1);
    }

    private String field(String name) {
        int at = names.indexOf(name);
        return at < 0 || at >= fields.length ? "" : fields[at].trim();
    }

    Map<String, String> inZeeksNames() {
        Map<String, String> row = new HashMap<>();
        row.put(
                "ts",
                String.valueOf(ChronoUnit.MICROS.between(EPOCH, LocalDateTime.parse(field("StartTime"), TIME)) / 1e6));
        row.put("duration", field("Dur"));
        row.put("id.orig_h", field("SrcAddr"));
        row.put("id.resp_h", field("DstAddr"));
        String proto = field("Proto");
        row.put("proto", proto.equals("icmp") && !isEcho() ? "icmp that is no echo" : proto);
        row.put("id.orig_p", isEcho() ? "8" : field("Sport"));
        row.put("id.resp_p", isEcho() ? "0" : field("Dport"));
        row.put("history", history());
        long there = packetsThere();
        long headers = proto.equals("tcp") ? TCP_HEADERS : OTHER_HEADERS;
        row.put("orig_pkts", String.valueOf(there));
        row.put("resp_pkts", String.valueOf(packets() - there));
        row.put("orig_bytes", payload(number("SrcBytes"), there * headers));
        row.put("resp_bytes", payload(number("TotBytes") - number("SrcBytes"), (packets() - there) * headers));
        return row;
    }

    private boolean isEcho() {
        return field("State").equals("ECO");
    }

    private long packets() {
        return number("TotPkts");
    }

    /** Where it is not told, half of what has two sides, as connections and datagrams have that are established. */
    private long packetsThere() {
        if (names.contains("SrcPkts")) {
            return number("SrcPkts");
        }
        return field("State").equals("CON") ? (packets() + 1) / 2 : packets();
    }

    private long number(String name) {
        String value = field(name);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    private static String payload(long octets, long headers) {
        return String.valueOf(Math.max(0, octets - headers));
    }

    /** The flags of each side, as in FSPA_SRA, in the order of a connection. */
    private String history() {
        String state = field("State");
        int between = state.indexOf('_');
        if (between < 0) {
            return Arrays.asList("REQ", "S0").contains(state) ? "S" : "Dd";
        }
        String there = state.substring(0, between);
        String back = state.substring(between + 1);
        boolean isAccepted = back.contains("S");
        boolean isAsked = there.contains("S");
        StringBuilder letters = new StringBuilder();
        letters.append(isAsked ? "S" : "").append(isAccepted ? "h" : "");
        letters.append(there.contains("A") && (isAccepted || !isAsked || there.contains("P")) ? "A" : "");
        letters.append(there.contains("P") ? "D" : "").append(back.contains("P") ? "d" : "");
        letters.append(there.contains("F") ? "F" : "").append(back.contains("F") ? "f" : "");
        letters.append(there.contains("R") ? "R" : "").append(back.contains("R") ? "r" : "");
        return letters.toString();
    }
}
