package vedette.export.collectors;

/** What a collector is known to get wrong, in the version we run: a cell of the matrix fails when it gets it right. */
enum Fault {
    REVERSE_OVER_FORWARD("start, end, flags and type of service are the reverse direction's") {
        @Override
        Row in(Row row) {
            if (!row.has("reverse packets")) {
                return row;
            }
            return row.put("start", row.get("reverse start"))
                    .put("end", row.get("reverse end"))
                    .put("flags", row.get("reverse flags"))
                    .put("tos", row.get("reverse tos"));
        }
    },
    NO_FLAGS("TCP flags are 0: it reads one octet, not two") {
        @Override
        Row in(Row row) {
            return row.without("flags");
        }
    },
    WHOLE_SECONDS("start and end are rounded up to seconds") {
        @Override
        Row in(Row row) {
            return row.put("start", wholeSeconds(row.get("start"))).put("end", wholeSeconds(row.get("end")));
        }

        private static long wholeSeconds(String ms) {
            return (Long.parseLong(ms) + 999) / 1000 * 1000;
        }
    },
    NO_SCTP_PORTS("ports of SCTP are 0") {
        @Override
        Row in(Row row) {
            return row.get("protocol").equals("132") ? row.without("source port", "destination port") : row;
        }
    };

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Makes of what is right what the collector tells. */
    abstract Row in(Row row);
}
