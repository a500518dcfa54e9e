package vedette.query;

import java.util.List;

/** The columns of alert messages, in the order of {@code alerts.jsonl}; an alert that lives on is told several times. */
final class AlertColumns {
    static final List<Column> ALL = List.of(
            Column.time("timestamp"),
            Column.of("flow_id", "UBIGINT"),
            Column.of("host", "VARCHAR"),
            Column.of("in_iface", "VARCHAR"),
            Column.of("event_type", "VARCHAR"),
            Column.of("src_ip", "VARCHAR"),
            Column.of("src_prefix", "VARCHAR"),
            Column.of("src_port", "USMALLINT"),
            Column.of("dest_ip", "VARCHAR"),
            Column.of("dest_prefix", "VARCHAR"),
            Column.of("dest_port", "USMALLINT"),
            Column.of("proto", "VARCHAR"),
            Column.of("community_id", "VARCHAR"),
            Column.of("alert.id", "VARCHAR"),
            Column.of("alert.state", "VARCHAR"),
            Column.of("alert.revision", "UINTEGER"),
            Column.of("alert.signature_id", "UINTEGER"),
            Column.of("alert.signature", "VARCHAR"),
            Column.of("alert.category", "VARCHAR"),
            Column.of("alert.severity", "UTINYINT"),
            Column.of("alert.level", "VARCHAR"),
            Column.of("alert.confidence", "UTINYINT"),
            Column.microseconds("alert.first"),
            Column.nanoseconds("alert.first"),
            Column.microseconds("alert.last"),
            Column.nanoseconds("alert.last"),
            Column.of("alert.count", "UBIGINT"),
            Column.of("alert.hosts", "UBIGINT"),
            Column.of("alert.ports", "UBIGINT"),
            Column.of("alert.score", "DOUBLE"),
            Column.of("alert.threshold", "DOUBLE"),
            Column.of("alert.message", "VARCHAR"),
            Column.of("alert.metadata.mitre_technique_id", "VARCHAR[]"),
            Column.of("alert.evidence", "JSON"),
            Column.of("feed.visibility", "VARCHAR"),
            Column.of("feed.loss_ratio", "DOUBLE"),
            Column.of("feed.drops", "UBIGINT"),
            Column.of("vedette.version", "VARCHAR"));

    private AlertColumns() {}
}
