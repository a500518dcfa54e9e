package vedette.query;

import java.util.ArrayList;
import java.util.List;
import vedette.content.Field;

/** The columns of flow records, in the order of {@code flows.jsonl}. */
final class FlowColumns {
    private static final List<String> DIRECTIONS = List.of("toserver", "toclient");

    static final List<Column> ALL = all();

    private FlowColumns() {}

    private static List<Column> all() {
        List<Column> columns = new ArrayList<>();
        subject(columns);
        times(columns);
        counters(columns);
        tcp(columns);
        columns.add(Column.of("aggregate.flows", "UBIGINT"));
        columns.add(Column.of("aggregate.sources", "UBIGINT"));
        for (Field field : Field.values()) {
            columns.add(Column.of(field.path() + "." + field.key(), type(field.kind())));
        }
        return List.copyOf(columns);
    }

    private static void subject(List<Column> columns) {
        columns.add(Column.time("timestamp"));
        columns.add(Column.of("flow_id", "UBIGINT"));
        columns.add(Column.of("in_iface", "VARCHAR"));
        columns.add(Column.of("event_type", "VARCHAR"));
        columns.add(Column.of("vlan", "USMALLINT[]"));
        columns.add(Column.of("src_ip", "VARCHAR"));
        columns.add(Column.of("src_port", "USMALLINT"));
        columns.add(Column.of("dest_ip", "VARCHAR"));
        columns.add(Column.of("dest_port", "USMALLINT"));
        columns.add(Column.of("proto", "VARCHAR"));
        columns.add(Column.of("icmp_type", "UTINYINT"));
        columns.add(Column.of("icmp_code", "UTINYINT"));
        columns.add(Column.of("community_id", "VARCHAR"));
        columns.add(Column.of("dest_name", "VARCHAR"));
        columns.add(Column.of("app_proto", "VARCHAR"));
        columns.add(Column.of("app_proto_guessed", "BOOLEAN"));
        columns.add(Column.of("app_proto_truncated", "BOOLEAN"));
    }

    private static void times(List<Column> columns) {
        for (String time : List.of("flow.start", "flow.end")) {
            columns.add(Column.microseconds(time));
            columns.add(Column.nanoseconds(time));
        }
        for (String time : List.of("start_toserver", "start_toclient", "end_toserver", "end_toclient")) {
            columns.add(Column.time("flow." + time));
        }
    }

    private static void counters(List<Column> columns) {
        columns.add(Column.of("flow.part", "UINTEGER"));
        columns.add(Column.of("flow.end_reason", "VARCHAR"));
        columns.add(Column.of("flow.direction", "VARCHAR"));
        for (String counter : List.of("pkts", "bytes", "frame_bytes")) {
            both(columns, "flow." + counter, "UBIGINT");
        }
    }

    private static void tcp(List<Column> columns) {
        for (String text : List.of("state", "history", "tcp_flags_ts", "tcp_flags_tc")) {
            columns.add(Column.of("tcp." + text, "VARCHAR"));
        }
        columns.add(Column.of("tcp.synack_us", "UBIGINT"));
        columns.add(Column.of("tcp.ack_us", "UBIGINT"));
        for (String counter : List.of("retransmitted", "out_of_order", "dup_ack", "zero_window")) {
            both(columns, "tcp." + counter, "UINTEGER");
        }
        both(columns, "tcp.missed_octets", "UBIGINT");
    }

    private static void both(List<Column> columns, String path, String type) {
        for (String direction : DIRECTIONS) {
            columns.add(Column.of(path + "_" + direction, type));
        }
    }

    private static String type(Field.Kind kind) {
        return switch (kind) {
            case TEXT -> "VARCHAR";
            case TEXTS -> "VARCHAR[]";
            case NUMBER -> "UINTEGER";
        };
    }
}
