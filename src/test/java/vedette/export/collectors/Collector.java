package vedette.export.collectors;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A collector of others, and what is known of it. */
enum Collector {
    NFCAPD(
            "nfdump 1.7.1",
            "flow id, direction, end reason, inner VLAN, duration, TTLs, what fragments tell; of the reverse all but its counters",
            name -> List.of("flow id", "direction", "end reason", "inner vlan").contains(name) || isFiner(name)),
    NFACCTD(
            "pmacct 1.7.7",
            "duration, TTLs, what fragments tell; of the reverse all but its counters",
            name -> name.equals("observation point") || isFiner(name)),
    TSHARK("tshark 4.0", "", name -> false),
    IPFIX_DUMP("libfixbuf 2.4", "nanoseconds", name -> name.endsWith(" ns"));

    /** What few keep; the version of IP they tell by the addresses, and the outer tag in one element. */
    private static boolean isFiner(String name) {
        boolean reverse = name.startsWith("reverse ");
        return reverse && !name.equals("reverse packets") && !name.equals("reverse octets")
                || List.of("ip version", "dot1q vlan", "duration", "min ttl", "max ttl", "sequence", "window")
                        .contains(name)
                || name.startsWith("fragment ")
                || name.equals("frame octets")
                || name.endsWith(" ns");
    }

    private final String title;
    private final String unknown;
    private final Predicate<String> left;

    Collector(String title, String unknown, Predicate<String> left) {
        this.title = title;
        this.unknown = unknown;
        this.left = left;
    }

    String title() {
        return title;
    }

    /** What it does not keep of any format, in words. */
    String unknown() {
        return unknown;
    }

    /** Why it cannot read a format, null if it can. */
    @Nullable
    String notApplicable(Format format) {
        return this == IPFIX_DUMP && !format.isIpfix() ? "reads IPFIX alone" : null;
    }

    List<Fault> faults(Format format) {
        return switch (this) {
            case NFCAPD -> format.name().equals("full") ? List.of(Fault.REVERSE_OVER_FORWARD) : List.of();
            case NFACCTD ->
                switch (format.name()) {
                    case "full" -> List.of(Fault.NO_FLAGS);
                    case "v9" -> List.of(Fault.WHOLE_SECONDS);
                    case "v5" -> List.of(Fault.WHOLE_SECONDS, Fault.NO_SCTP_PORTS);
                    default -> List.of();
                };
            case TSHARK, IPFIX_DUMP -> List.of();
        };
    }

    /** What it tells of a record, its faults included. */
    Row tells(Row right, Format format) {
        Row row = right;
        for (Fault fault : faults(format)) {
            row = fault.in(row);
        }
        row.withoutAny(left);
        boolean icmp = row.get("protocol").equals("1") || row.get("protocol").equals("58");
        if (this == NFCAPD && icmp && row.has("destination port")) {
            row.put("icmp", row.get("destination port")).without("destination port"); // printed as type and code
        }
        return row;
    }
}
