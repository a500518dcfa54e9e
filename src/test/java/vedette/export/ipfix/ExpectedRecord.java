package vedette.export.ipfix;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import vedette.export.IpfixProfile;
import vedette.flow.Flow;

/** What the records of a flow must say, worked out from the flow and the words of the profiles alone. */
final class ExpectedRecord {
    private final Flow flow;
    private final IpfixProfile profile;
    private final boolean twoWay;
    private final int own;
    private final Map<String, Object> values = new TreeMap<>();

    /** @param own the direction of the record's forward elements */
    static Map<String, Object> of(Flow flow, IpfixProfile profile, int own, int ifIndex) {
        ExpectedRecord record = new ExpectedRecord(flow, profile, own);
        record.addKey(ifIndex);
        record.addDirection(own, "");
        if (record.twoWay && profile == IpfixProfile.FULL) {
            record.addDirection(1 - own, "reverse");
        } else if (record.twoWay && profile == IpfixProfile.BIFLOW) {
            record.put("reverse", "packetDeltaCount", flow.packets(1 - own));
            record.put("reverse", "octetDeltaCount", flow.octets(1 - own));
            if (flow.protocol() == 6) {
                record.values.put("tcpControlBits", (long) (flow.tcpFlags(0) | flow.tcpFlags(1)));
            }
        }
        return record.values;
    }

    private ExpectedRecord(Flow flow, IpfixProfile profile, int own) {
        this.flow = flow;
        this.profile = profile;
        this.own = own;
        this.twoWay = flow.packets(0) > 0 && flow.packets(1) > 0;
    }

    private void addKey(int ifIndex) {
        boolean six = flow.ipVersion() == 6;
        String source = address(
                own == 0 ? flow.initiatorHi() : flow.responderHi(), own == 0 ? flow.initiatorLo() : flow.responderLo());
        String destination = address(
                own == 1 ? flow.initiatorHi() : flow.responderHi(), own == 1 ? flow.initiatorLo() : flow.responderLo());
        values.put(six ? "sourceIPv6Address" : "sourceIPv4Address", source);
        values.put(six ? "destinationIPv6Address" : "destinationIPv4Address", destination);
        int protocol = flow.protocol();
        if (protocol == 6 || protocol == 17 || protocol == 132) {
            values.put("sourceTransportPort", (long) (own == 0 ? flow.initiatorPort() : flow.responderPort()));
            values.put("destinationTransportPort", (long) (own == 1 ? flow.initiatorPort() : flow.responderPort()));
        }
        if (protocol == 1 || protocol == 58) {
            addIcmp(six ? "IPv6" : "IPv4");
        }
        values.put("protocolIdentifier", (long) protocol);
        values.put("ipVersion", (long) flow.ipVersion());
        if (flow.vlanCount() > 0) {
            values.put("vlanId", (long) flow.outerVlan());
            values.put("dot1qVlanId", (long) flow.outerVlan());
        }
        if (flow.vlanCount() > 1) {
            values.put("dot1qCustomerVlanId", (long) flow.innerVlan());
        }
        values.put("ingressInterface", (long) ifIndex);
        values.put("observationPointId", (long) ifIndex);
        if (flow.isAggregate()) {
            values.put("originalFlowsPresent", flow.originalFlows());
            values.put("distinctCountOfSourceIPAddress", flow.distinctSources());
        }
        values.put("flowEndReason", (long) flow.endReason().code());
        values.put("flowId", flow.flowId());
        values.put("biflowDirection", flow.isDirectionGuessed() ? 0L : own == 0 ? 1L : 2L);
        values.put("sourceMacAddress", mac(flow.mac(own)));
        if (twoWay) {
            values.put("destinationMacAddress", mac(flow.mac(1 - own)));
        }
    }

    private void addIcmp(String version) {
        long type = flow.initiatorPort();
        if (own == 1) {
            String pairs = flow.protocol() == 1
                    ? " 8-0 10-9 13-14 15-16 17-18 "
                    : " 128-129 130-131 133-134 135-136 139-140 144-145 146-147 ";
            int at = pairs.indexOf(" " + type + "-");
            if (at >= 0) {
                int from = pairs.indexOf('-', at) + 1;
                type = Long.parseLong(pairs.substring(from, pairs.indexOf(' ', from)));
            }
        }
        long code = flow.responderPort();
        values.put("icmpTypeCode" + version, type * 256 + code);
        if (profile == IpfixProfile.FULL) {
            values.put("icmpType" + version, type);
            values.put("icmpCode" + version, code);
        }
    }

    private void addDirection(int direction, String prefix) {
        long firstMs = flow.firstNs(direction) / 1_000_000;
        long lastMs = flow.lastNs(direction) / 1_000_000;
        put(prefix, "packetDeltaCount", flow.packets(direction));
        put(prefix, "octetDeltaCount", flow.octets(direction));
        put(prefix, "flowStartMilliseconds", firstMs);
        put(prefix, "flowEndMilliseconds", lastMs);
        put(prefix, "flowDurationMilliseconds", lastMs - firstMs);
        put(prefix, "ipClassOfService", flow.trafficClass(direction));
        put(prefix, "minimumTTL", flow.minTtl(direction));
        put(prefix, "maximumTTL", flow.maxTtl(direction));
        boolean full = profile == IpfixProfile.FULL;
        if (full) {
            put(prefix, "flowStartNanoseconds", flow.firstNs(direction));
            put(prefix, "flowEndNanoseconds", flow.lastNs(direction));
            put(prefix, "layer2OctetDeltaCount", flow.frameOctets(direction));
        }
        if (flow.protocol() == 6) {
            put(prefix, "tcpControlBits", flow.tcpFlags(direction));
            if (full) {
                addTcp(direction, prefix);
            }
        }
    }

    private void addTcp(int direction, String prefix) {
        put(prefix, "tcpSequenceNumber", Integer.toUnsignedLong(flow.initialSequence(direction)));
        put(prefix, "tcpWindowSize", flow.initialWindow(direction));
        put(prefix, "tcpSynTotalCount", Integer.toUnsignedLong(flow.synCount(direction)));
        put(prefix, "tcpFinTotalCount", Integer.toUnsignedLong(flow.finCount(direction)));
        put(prefix, "tcpRstTotalCount", Integer.toUnsignedLong(flow.rstCount(direction)));
        put(prefix, "tcpPshTotalCount", Integer.toUnsignedLong(flow.pshCount(direction)));
        put(prefix, "tcpAckTotalCount", Integer.toUnsignedLong(flow.ackCount(direction)));
        put(prefix, "tcpUrgTotalCount", Integer.toUnsignedLong(flow.urgCount(direction)));
    }

    private void put(String prefix, String name, long value) {
        String whole = prefix.isEmpty() ? name : prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        values.put(whole, value);
    }

    private String address(long hi, long lo) {
        ByteBuffer octets = flow.ipVersion() == 6
                ? ByteBuffer.allocate(16).putLong(hi).putLong(lo)
                : ByteBuffer.allocate(4).putInt((int) lo);
        try {
            return InetAddress.getByAddress(octets.array()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mac(long mac) {
        return String.format("%012x", mac).replaceAll("(..)(?!$)", "$1:");
    }
}
