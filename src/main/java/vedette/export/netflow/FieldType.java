package vedette.export.netflow;

import java.nio.ByteBuffer;

/**
 * The fields of version 9 records that we send, by the names of RFC 3954 §8, and the end reason, which IPFIX has added. No
 * others: there are collectors that drop a whole template for one field they do not know.
 */
enum FieldType {
    IN_BYTES(1, 8, (out, flow, uptime) -> out.putLong(flow.octets())),
    IN_PKTS(2, 8, (out, flow, uptime) -> out.putLong(flow.packets())),
    FLOWS(3, 4, (out, flow, uptime) -> out.putInt((int) Math.min(flow.flow().originalFlows(), 0xFFFF_FFFFL))),
    PROTOCOL(4, 1, (out, flow, uptime) -> out.put((byte) flow.flow().protocol())),
    SRC_TOS(5, 1, (out, flow, uptime) -> out.put((byte) flow.trafficClass())),
    TCP_FLAGS(6, 1, (out, flow, uptime) -> out.put((byte) flow.tcpFlags())),
    L4_SRC_PORT(7, 2, (out, flow, uptime) -> out.putShort((short) flow.sourcePort())),
    IPV4_SRC_ADDR(8, 4, (out, flow, uptime) -> out.putInt((int) flow.sourceLo())),
    INPUT_SNMP(10, 4, (out, flow, uptime) -> out.putInt(flow.ifIndex())),
    L4_DST_PORT(11, 2, (out, flow, uptime) -> out.putShort((short) flow.destinationPort())),
    IPV4_DST_ADDR(12, 4, (out, flow, uptime) -> out.putInt((int) flow.destinationLo())),
    LAST_SWITCHED(21, 4, (out, flow, uptime) -> out.putInt(uptime.at(flow.lastMs()))),
    FIRST_SWITCHED(22, 4, (out, flow, uptime) -> out.putInt(uptime.at(flow.firstMs()))),
    IPV6_SRC_ADDR(27, 16, (out, flow, uptime) -> out.putLong(flow.sourceHi()).putLong(flow.sourceLo())),
    IPV6_DST_ADDR(
            28, 16, (out, flow, uptime) -> out.putLong(flow.destinationHi()).putLong(flow.destinationLo())),
    ICMP_TYPE(32, 2, (out, flow, uptime) -> out.putShort((short) flow.destinationPort())),
    MIN_TTL(52, 1, (out, flow, uptime) -> out.put((byte) flow.minTtl())),
    MAX_TTL(53, 1, (out, flow, uptime) -> out.put((byte) flow.maxTtl())),
    SRC_MAC(56, 6, (out, flow, uptime) -> put48(out, flow.sourceMac())),
    SRC_VLAN(58, 2, (out, flow, uptime) -> out.putShort((short) flow.flow().outerVlan())),
    IP_PROTOCOL_VERSION(60, 1, (out, flow, uptime) -> out.put((byte) flow.flow().ipVersion())),
    IN_DST_MAC(80, 6, (out, flow, uptime) -> put48(out, flow.destinationMac())),
    FLOW_END_REASON(
            136,
            1,
            (out, flow, uptime) -> out.put((byte) flow.flow().endReason().code()));

    @FunctionalInterface
    private interface Writer {
        void put(ByteBuffer out, Uniflow flow, Uptime uptime);
    }

    private final int id;
    private final int length;
    private final Writer writer;

    FieldType(int id, int length, Writer writer) {
        this.id = id;
        this.length = length;
        this.writer = writer;
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
        writer.put(out, flow, uptime);
    }

    private static void put48(ByteBuffer out, long value) {
        out.putShort((short) (value >>> Integer.SIZE)).putInt((int) value);
    }
}
