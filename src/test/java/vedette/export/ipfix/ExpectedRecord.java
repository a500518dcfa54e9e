package vedette.export.ipfix;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import vedette.content.Findings;
import vedette.export.CommunityId;
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
        return of(flow, profile, own, ifIndex, false);
    }

    /** @param hasOwn whether there is an enterprise number for elements of our own, which only profile {@code full} has */
    static Map<String, Object> of(Flow flow, IpfixProfile profile, int own, int ifIndex, boolean hasOwn) {
        ExpectedRecord record = new ExpectedRecord(flow, profile, own);
        record.addKey(ifIndex);
        record.addDirection(own, "");
        if (record.twoWay && profile == IpfixProfile.FULL) {
            record.addDirection(1 - own, "reverse");
        } else if (record.twoWay && profile != IpfixProfile.UNIFLOW) {
            record.put("reverse", "packetDeltaCount", flow.packets(1 - own));
            record.put("reverse", "octetDeltaCount", flow.octets(1 - own));
            if (record.isTcp()) {
                record.values.put("tcpControlBits", (long) (flow.tcpFlags(0) | flow.tcpFlags(1)));
            }
        }
        if (profile == IpfixProfile.SILK) {
            record.addSilk();
        }
        if (hasOwn && profile == IpfixProfile.FULL) {
            record.addOwn();
        }
        if (profile == IpfixProfile.FULL) {
            record.addContent(hasOwn);
        }
        return record.values;
    }

    private ExpectedRecord(Flow flow, IpfixProfile profile, int own) {
        this.flow = flow;
        this.profile = profile;
        this.own = own;
        this.twoWay = flow.packets(0) > 0 && flow.packets(1) > 0;
    }

    private boolean isTcp() {
        return flow.protocol() == 6 && !flow.isFragmentsOnly();
    }

    /** What SiLK takes for both halves are the times of both. */
    private void addSilk() {
        long startMs = Long.MAX_VALUE;
        long endMs = 0;
        for (int direction = 0; direction < 2; direction++) {
            if (flow.packets(direction) > 0) {
                startMs = Math.min(startMs, flow.firstNs(direction) / 1_000_000);
                endMs = Math.max(endMs, flow.lastNs(direction) / 1_000_000);
            }
        }
        values.put("flowStartMilliseconds", startMs);
        values.put("flowEndMilliseconds", endMs);
        values.put("flowDurationMilliseconds", endMs - startMs);
        addSilk(own, "");
        if (twoWay) {
            addSilk(1 - own, "reverse");
            values.put("reverseFlowDeltaMilliseconds", flow.firstNs(1 - own) / 1_000_000 - startMs);
        }
    }

    private void addSilk(int direction, String prefix) {
        put(prefix, "flowAttributes", flow.outOfOrder(direction) > 0 ? 2 : 0);
        if (!isTcp()) {
            return;
        }
        boolean firstIsHere = flow.part() == 1 && !flow.isAggregate();
        int initial = firstIsHere ? flow.firstTcpFlags(direction) : 0;
        int[] counts = {
            flow.finCount(direction),
            flow.synCount(direction),
            flow.rstCount(direction),
            flow.pshCount(direction),
            flow.ackCount(direction),
            flow.urgCount(direction),
            0,
            0
        };
        int later = 0;
        for (int bit = 0; bit < 8; bit++) {
            boolean any = (flow.tcpFlags(direction) >> bit & 1) == 1;
            boolean first = (initial >> bit & 1) == 1;
            boolean again = Integer.toUnsignedLong(counts[bit]) >= 2;
            later |= any && (!first || again) ? 1 << bit : 0;
        }
        put(prefix, "initialTCPFlags", initial);
        put(prefix, "unionTCPFlags", later);
    }

    private void addOwn() {
        values.put("vedetteFlowPart", (long) flow.part());
        String communityId = new String(new CommunityId().of(flow), StandardCharsets.US_ASCII);
        values.put("vedetteFlowCommunityId", flow.isAggregate() ? "" : communityId);
        if (!isTcp() || flow.isAggregate()) {
            return;
        }
        values.keySet().removeIf(name -> name.matches("(t|reverseT)cp(Syn|Fin|Rst|Psh|Ack|Urg)TotalCount"));
        StringBuilder history = new StringBuilder();
        flow.appendHistory(history);
        values.put("vedetteTcpState", flow.tcpState().toString());
        values.put("vedetteTcpHistory", history.toString());
        values.put("vedetteSynAckDelayMicroseconds", microseconds(flow.synAckMicros()));
        values.put("vedetteAckDelayMicroseconds", microseconds(flow.ackMicros()));
        addTroubles(own, "vedette");
        if (twoWay) {
            addTroubles(1 - own, "reverseVedette");
        }
    }

    /** What was said, in place of what the network was asked for. */
    private void addContent(boolean hasOwn) {
        Findings findings = flow.findings();
        boolean ports = flow.protocol() == 6 || flow.protocol() == 17 || flow.protocol() == 132;
        if (findings.service() == null
                || findings.isGuessed()
                || !ports
                || flow.isAggregate()
                || flow.isFragmentsOnly()) {
            return;
        }
        values.keySet().removeIf(name -> name.matches("(?i)(reverse)?(ipClassOfService|minimumTTL|maximumTTL)"));
        values.put("applicationName", findings.service().toString());
        String method = text(findings, "http_method");
        String status = text(findings, "status");
        if (!method.isEmpty() || !status.isEmpty()) {
            values.put("httpRequestMethod", method);
            values.put("httpRequestHost", text(findings, "hostname"));
            values.put("httpUserAgent", text(findings, "http_user_agent"));
            values.put("httpStatusCode", status.isEmpty() ? 0L : Long.parseLong(status));
        } else if (hasOwn) {
            values.put("vedetteRequestedName", text(findings, "sni") + text(findings, "rrname"));
            values.put("vedetteJa3", ofPath(findings, "tls.ja3"));
            values.put("vedetteJa3s", ofPath(findings, "tls.ja3s"));
            values.put("vedetteJa4", text(findings, "ja4"));
        }
    }

    private static String text(Findings findings, String key) {
        for (int at = findings.first(); at >= 0; at = findings.next(at)) {
            if (findings.field(at).key().equals(key)) {
                return cut(findings.text(at));
            }
        }
        return "";
    }

    private static String ofPath(Findings findings, String path) {
        for (int at = findings.first(); at >= 0; at = findings.next(at)) {
            if (findings.field(at).path().equals(path)) {
                return cut(findings.text(at));
            }
        }
        return "";
    }

    /** As many whole characters as go into 254 octets. */
    private static String cut(String text) {
        String cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > 254) {
            cut = cut.substring(0, cut.length() - 1);
        }
        return cut;
    }

    private static long microseconds(long micros) {
        return micros < 0 ? 0 : Math.min(micros, 0xFFFF_FFFFL);
    }

    private void addTroubles(int direction, String prefix) {
        values.put(prefix + "RetransmittedCount", Integer.toUnsignedLong(flow.retransmitted(direction)));
        values.put(prefix + "OutOfOrderCount", Integer.toUnsignedLong(flow.outOfOrder(direction)));
        values.put(prefix + "DuplicateAckCount", Integer.toUnsignedLong(flow.duplicateAcks(direction)));
        values.put(prefix + "ZeroWindowCount", Integer.toUnsignedLong(flow.zeroWindows(direction)));
        values.put(prefix + "MissedOctetCount", flow.missedOctets(direction));
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
        if (flow.isFragmentsOnly()) {
            values.put("fragmentIdentification", Integer.toUnsignedLong(flow.fragmentIdentification()));
            values.put("fragmentFlags", (long) flow.fragmentFlags());
        } else if (protocol == 6 || protocol == 17 || protocol == 132) {
            values.put("sourceTransportPort", (long) (own == 0 ? flow.initiatorPort() : flow.responderPort()));
            values.put("destinationTransportPort", (long) (own == 1 ? flow.initiatorPort() : flow.responderPort()));
        } else if (protocol == 1 || protocol == 58) {
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
        if (isTcp()) {
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
