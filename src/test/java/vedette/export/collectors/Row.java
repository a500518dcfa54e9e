package vedette.export.collectors;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import vedette.export.IpfixProfile;
import vedette.flow.Flow;

/**
 * A flow record as a collector tells it, or as it should: values by names of our own, numbers in decimal, times in milliseconds
 * since 1970. What is not there and what is 0 are the same, for collectors print both as either.
 */
final class Row {
    private final Map<String, String> values = new TreeMap<>();

    Row put(String name, long value) {
        return put(name, Long.toString(value));
    }

    Row put(String name, String value) {
        if (value.isEmpty() || value.equals("0") || value.equals("00:00:00:00:00:00")) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        return this;
    }

    String get(String name) {
        return values.getOrDefault(name, "0");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Row without(String... names) {
        List.of(names).forEach(values::remove);
        return this;
    }

    Row withoutAny(Predicate<String> names) {
        values.keySet().removeIf(names);
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && row.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /** The records of flows in a format, worked out from the flows and the words of the documentation alone. */
    static List<Row> of(List<Flow> flows, Format format) {
        List<Row> rows = new ArrayList<>();
        for (Flow flow : flows) {
            if (format.name().equals("v5") && flow.ipVersion() == 6) {
                continue;
            }
            boolean forward = flow.packets(Flow.FORWARD) > 0;
            if (forward) {
                rows.add(of(flow, Flow.FORWARD, format));
            }
            if (flow.packets(Flow.REVERSE) > 0 && (format.isUniflow() || !forward)) {
                rows.add(of(flow, Flow.REVERSE, format));
            }
        }
        return rows;
    }

    private static Row of(Flow flow, int own, Format format) {
        int other = 1 - own;
        boolean twoWay = flow.packets(other) > 0;
        Row row = new Row()
                .put("source", address(flow, own))
                .put("destination", address(flow, other))
                .put("protocol", flow.protocol())
                .put("interface", 2)
                .put("start", flow.firstNs(own) / 1_000_000)
                .put("end", flow.lastNs(own) / 1_000_000)
                .put("packets", flow.packets(own))
                .put("octets", flow.octets(own))
                .put("tos", flow.trafficClass(own))
                .put("flags", flow.tcpFlags(own));
        addPorts(row, flow, own, format);
        if (!format.name().equals("v5")) {
            row.put("vlan", flow.outerVlan())
                    .put("ip version", flow.ipVersion())
                    .put("min ttl", flow.minTtl(own))
                    .put("max ttl", flow.maxTtl(own))
                    .put("end reason", flow.endReason().code())
                    .put("source mac", mac(flow.mac(own)))
                    .put("destination mac", twoWay ? mac(flow.mac(other)) : "");
        }
        if (format.isIpfix()) {
            addIpfix(row, flow, own);
        }
        if (format.profile() == IpfixProfile.FULL) {
            addFull(row, "", flow, own);
        }
        if (twoWay && !format.isUniflow()) {
            addReverse(row, flow, other, format);
        }
        if (format.isIpfix()) {
            row.put("duration", Long.parseLong(row.get("end")) - Long.parseLong(row.get("start")));
        }
        return row;
    }

    private static void addIpfix(Row row, Flow flow, int own) {
        row.put("flow id", flow.flowId())
                .put("inner vlan", flow.innerVlan())
                .put("dot1q vlan", flow.outerVlan())
                .put("observation point", 2)
                .put("direction", flow.isDirectionGuessed() ? 0 : own == Flow.FORWARD ? 1 : 2);
        if (flow.isFragmentsOnly()) {
            row.put("fragment id", flow.fragmentIdentification()).put("fragment flags", flow.fragmentFlags());
        }
    }

    /** What the full profile tells of a direction beside the others. */
    private static void addFull(Row row, String prefix, Flow flow, int side) {
        row.put(prefix + "start ns", flow.firstNs(side))
                .put(prefix + "end ns", flow.lastNs(side))
                .put(prefix + "frame octets", flow.frameOctets(side));
        if (flow.protocol() == 6) {
            row.put(prefix + "sequence", Integer.toUnsignedLong(flow.initialSequence(side)))
                    .put(prefix + "window", flow.initialWindow(side));
        }
    }

    private static void addPorts(Row row, Flow flow, int own, Format format) {
        boolean icmp = flow.protocol() == 1 || flow.protocol() == 58;
        if (!icmp) {
            row.put("source port", own == Flow.FORWARD ? flow.initiatorPort() : flow.responderPort());
            row.put("destination port", own == Flow.REVERSE ? flow.initiatorPort() : flow.responderPort());
            return;
        }
        int type = flow.initiatorPort();
        boolean answer = own == Flow.REVERSE;
        int ownType = answer && type == 8 ? 0 : answer && type == 128 ? 129 : type;
        long typeCode = ownType * 256L + flow.responderPort();
        if (!format.isIpfix()) {
            row.put("destination port", typeCode);
        }
        if (!format.name().equals("v5")) {
            row.put("icmp", typeCode);
        }
    }

    private static void addReverse(Row row, Flow flow, int other, Format format) {
        row.put("reverse packets", flow.packets(other)).put("reverse octets", flow.octets(other));
        if (format.profile() == IpfixProfile.FULL) {
            row.put("reverse start", flow.firstNs(other) / 1_000_000)
                    .put("reverse end", flow.lastNs(other) / 1_000_000)
                    .put("reverse duration", flow.lastNs(other) / 1_000_000 - flow.firstNs(other) / 1_000_000)
                    .put("reverse flags", flow.tcpFlags(other))
                    .put("reverse min ttl", flow.minTtl(other))
                    .put("reverse max ttl", flow.maxTtl(other))
                    .put("reverse tos", flow.trafficClass(other));
            addFull(row, "reverse ", flow, other);
        } else {
            row.put("flags", flow.tcpFlags(0) | flow.tcpFlags(1));
        }
        if (format.profile() == IpfixProfile.SILK) {
            row.put("start", Math.min(flow.firstNs(0), flow.firstNs(1)) / 1_000_000)
                    .put("end", Math.max(flow.lastNs(0), flow.lastNs(1)) / 1_000_000);
        }
    }

    private static String mac(long mac) {
        return String.format("%012x", mac).replaceAll("(..)(?!$)", "$1:");
    }

    private static String address(Flow flow, int side) {
        long hi = side == Flow.FORWARD ? flow.initiatorHi() : flow.responderHi();
        long lo = side == Flow.FORWARD ? flow.initiatorLo() : flow.responderLo();
        ByteBuffer octets = flow.ipVersion() == 6
                ? ByteBuffer.allocate(16).putLong(hi).putLong(lo)
                : ByteBuffer.allocate(4).putInt((int) lo);
        try {
            return InetAddress.getByAddress(octets.array()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An address as Java writes it. */
    static String address(String text) {
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
