package vedette.export.netflow;

import java.nio.ByteBuffer;

/**
 * The fields of version 9 records that we send, by the names of RFC 3954 §8, and the end reason, which IPFIX has added. No
 * others: there are collectors that drop a whole template for one field they do not know.
 */
enum FieldType {
    IN_BYTES(1, 8),
    IN_PKTS(2, 8),
    FLOWS(3, 4),
    PROTOCOL(4, 1),
    SRC_TOS(5, 1),
    TCP_FLAGS(6, 1),
    L4_SRC_PORT(7, 2),
    IPV4_SRC_ADDR(8, 4),
    INPUT_SNMP(10, 4),
    L4_DST_PORT(11, 2),
    IPV4_DST_ADDR(12, 4),
    LAST_SWITCHED(21, 4),
    FIRST_SWITCHED(22, 4),
    IPV6_SRC_ADDR(27, 16),
    IPV6_DST_ADDR(28, 16),
    ICMP_TYPE(32, 2),
    MIN_TTL(52, 1),
    MAX_TTL(53, 1),
    SRC_MAC(56, 6),
    SRC_VLAN(58, 2),
    IP_PROTOCOL_VERSION(60, 1),
    IN_DST_MAC(80, 6),
    FLOW_END_REASON(136, 1);

    private static final long MOST_FLOWS = 0xFFFF_FFFFL;

    private final int id;
    private final int length;

    FieldType(int id, int length) {
        this.id = id;
        this.length = length;
    }

    int id() {
        return id;
    }

    /** Octets in a record. */
    int length() {
        return length;
    }

    /** Writes the flow's value. */
    void put(ByteBuffer out, Uniflow flow, Uptime uptime) {
        switch (this) {
            case IN_BYTES -> out.putLong(flow.octets());
            case IN_PKTS -> out.putLong(flow.packets());
            case FLOWS -> out.putInt((int) Math.min(flow.flow().originalFlows(), MOST_FLOWS));
            case PROTOCOL -> out.put((byte) flow.flow().protocol());
            case SRC_TOS -> out.put((byte) flow.trafficClass());
            case TCP_FLAGS -> out.put((byte) flow.tcpFlags());
            case L4_SRC_PORT -> out.putShort((short) flow.sourcePort());
            case IPV4_SRC_ADDR -> out.putInt((int) flow.sourceLo());
            case INPUT_SNMP -> out.putInt(flow.ifIndex());
            case L4_DST_PORT, ICMP_TYPE -> out.putShort((short) flow.destinationPort());
            case IPV4_DST_ADDR -> out.putInt((int) flow.destinationLo());
            case LAST_SWITCHED -> out.putInt(uptime.at(flow.lastMs()));
            case FIRST_SWITCHED -> out.putInt(uptime.at(flow.firstMs()));
            case IPV6_SRC_ADDR -> out.putLong(flow.sourceHi()).putLong(flow.sourceLo());
            case IPV6_DST_ADDR -> out.putLong(flow.destinationHi()).putLong(flow.destinationLo());
            case MIN_TTL -> out.put((byte) flow.minTtl());
            case MAX_TTL -> out.put((byte) flow.maxTtl());
            case SRC_MAC -> put48(out, flow.sourceMac());
            case SRC_VLAN -> out.putShort((short) flow.flow().outerVlan());
            case IP_PROTOCOL_VERSION -> out.put((byte) flow.flow().ipVersion());
            case IN_DST_MAC -> put48(out, flow.destinationMac());
            case FLOW_END_REASON -> out.put((byte) flow.flow().endReason().code());
        }
    }

    private static void put48(ByteBuffer out, long value) {
        out.putShort((short) (value >>> Integer.SIZE)).putInt((int) value);
    }
}
