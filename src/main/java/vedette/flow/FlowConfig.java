package vedette.flow;

import java.time.Duration;
import vedette.content.ContentConfig;

/**
 * Limits of the flow table and its timeouts (rules M1, M3, M4 and M9).
 *
 * @param maxFlows flows that are open at once, over all partitions
 * @param maxHalfOpen TCP connections among them that are opening, so that a flood cannot take more room
 * @param vlanKey VLAN identifiers that are part of the key
 * @param idleTcp silence after which an established TCP connection ends
 * @param idleOpening silence after which a TCP connection that is opening or closing ends
 * @param idleUdp silence after which a UDP or ICMP flow ends
 * @param idleOther silence after which a flow of another protocol ends
 * @param active how long a flow may last before a part of it is exported
 * @param linger how long a closed TCP connection still takes trailing packets in
 * @param content what is looked at of the first payloads
 */
public record FlowConfig(
        int maxFlows,
        int maxHalfOpen,
        VlanKey vlanKey,
        Duration idleTcp,
        Duration idleOpening,
        Duration idleUdp,
        Duration idleOther,
        Duration active,
        Duration linger,
        ContentConfig content) {

    private static final int MOST_FLOWS = 1 << 26;
    private static final Duration LONGEST = Duration.ofDays(7);

    /** Of the index and of both wheels of timers, for each record. */
    private static final int OCTETS_BESIDE_RECORD = 64;

    public static final FlowConfig DEFAULT = new FlowConfig(
            1 << 20,
            1 << 18,
            VlanKey.NONE,
            Duration.ofSeconds(300),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(300),
            Duration.ofSeconds(2),
            ContentConfig.DEFAULT);

    public FlowConfig {
        if (maxFlows < Metering.PARTITIONS || maxFlows > MOST_FLOWS) {
            throw new IllegalArgumentException(
                    "flow.max-flows must be from " + Metering.PARTITIONS + " to " + MOST_FLOWS + ", was " + maxFlows);
        }
        if (maxHalfOpen < Metering.PARTITIONS || maxHalfOpen > MOST_FLOWS) {
            throw new IllegalArgumentException("flow.max-half-open must be from " + Metering.PARTITIONS + " to "
                    + MOST_FLOWS + ", was " + maxHalfOpen);
        }
        check("idle-tcp", idleTcp);
        check("idle-opening", idleOpening);
        check("idle-udp", idleUdp);
        check("idle-other", idleOther);
        check("active", active);
        check("linger", linger);
    }

    /** With the default of content. */
    public FlowConfig(
            int maxFlows,
            int maxHalfOpen,
            VlanKey vlanKey,
            Duration idleTcp,
            Duration idleOpening,
            Duration idleUdp,
            Duration idleOther,
            Duration active,
            Duration linger) {
        this(
                maxFlows,
                maxHalfOpen,
                vlanKey,
                idleTcp,
                idleOpening,
                idleUdp,
                idleOther,
                active,
                linger,
                ContentConfig.DEFAULT);
    }

    /** The same with another's timeouts. */
    public FlowConfig withTimeoutsOf(FlowConfig other) {
        return new FlowConfig(
                maxFlows,
                maxHalfOpen,
                vlanKey,
                other.idleTcp,
                other.idleOpening,
                other.idleUdp,
                other.idleOther,
                other.active,
                other.linger,
                content);
    }

    /** The same with other content. */
    public FlowConfig withContent(ContentConfig other) {
        return new FlowConfig(
                maxFlows, maxHalfOpen, vlanKey, idleTcp, idleOpening, idleUdp, idleOther, active, linger, other);
    }

    private static void check(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "flow." + name + " must be more than 0 and at most 7 days, was " + value.toMillis() + " ms");
        }
    }

    /** What open flows take of the heap at most; records are made as they are needed. */
    public long octetsInAll() {
        return (long) (Flow.LENGTH + OCTETS_BESIDE_RECORD) * maxFlows;
    }
}
