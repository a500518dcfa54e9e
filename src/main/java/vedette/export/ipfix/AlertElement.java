package vedette.export.ipfix;

/**
 * The elements of our own that tell of alerts, under the operator's enterprise number. Ids are append-only; the bit 0x4000 is
 * for reverse elements (RFC 5103 §6.2), of which there are none here.
 */
enum AlertElement implements OwnElement {
    ALERT_ID(1, "vedetteAlertId", DataType.OCTET_ARRAY, Semantics.IDENTIFIER, "the same each time an alert is told"),
    ALERT_TYPE(2, "vedetteAlertType", DataType.STRING, Semantics.DEFAULT, "what has happened, as scan.vertical"),
    ALERT_STATE(3, "vedetteAlertState", DataType.UNSIGNED8, Semantics.IDENTIFIER, "1 open, 2 update, 3 close"),
    ALERT_SEVERITY(4, "vedetteAlertSeverity", DataType.UNSIGNED8, Semantics.QUANTITY, "0 to 100, 100 the gravest"),
    ALERT_CONFIDENCE(5, "vedetteAlertConfidence", DataType.UNSIGNED8, Semantics.QUANTITY, "percent"),
    EVENT_COUNT(6, "vedetteEventCount", DataType.UNSIGNED64, Semantics.QUANTITY, "events it rests on"),
    DISTINCT_HOSTS(7, "vedetteDistinctHosts", DataType.UNSIGNED32, Semantics.QUANTITY, "0 if not counted"),
    DISTINCT_PORTS(8, "vedetteDistinctPorts", DataType.UNSIGNED32, Semantics.QUANTITY, "0 if not counted"),
    SCORE(9, "vedetteScore", DataType.FLOAT64, Semantics.QUANTITY, "the figure that crossed the threshold"),
    THRESHOLD(10, "vedetteThreshold", DataType.FLOAT64, Semantics.QUANTITY, "what the score was held against"),
    MESSAGE(11, "vedetteMessage", DataType.STRING, Semantics.DEFAULT, "one line for an operator"),
    TECHNIQUE(12, "vedetteTechnique", DataType.STRING, Semantics.DEFAULT, "ATT&CK technique"),
    ALERT_REVISION(13, "vedetteAlertRevision", DataType.UNSIGNED16, Semantics.QUANTITY, "how often it was told"),
    COMMUNITY_ID(14, "vedetteCommunityId", DataType.STRING, Semantics.DEFAULT, "of the flow it is about"),
    SENSOR_NAME(15, "vedetteSensorName", DataType.STRING, Semantics.DEFAULT, "who tells it");

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers, names and enums
    private final Definition definition;

    private final String description;

    AlertElement(int id, String label, DataType type, Semantics semantics, String description) {
        this.definition = new Definition(id, label, type, semantics, false);
        this.description = description;
    }

    @Override
    public Definition definition() {
        return definition;
    }

    @Override
    public Units units() {
        return Units.NONE;
    }

    @Override
    public String description() {
        return description;
    }
}
