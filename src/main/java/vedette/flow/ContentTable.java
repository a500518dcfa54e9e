package vedette.flow;

import java.util.Arrays;
import vedette.content.ContentConfig;
import vedette.content.Findings;
import vedette.content.Inspector;
import vedette.content.Inspector.Result;
import vedette.content.Payload;
import vedette.decode.Packet;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/**
 * What the payloads of one partition's flows told, beside their records and by the same numbers. Of each direction it looks at the
 * beginning of a stream, or at the first {@link #LOOKS} datagrams.
 *
 * <p>Bounded: an octet and a reference for each record, {@link Assemblies}, and the octets of all findings: where these are
 * exhausted, a flow has its service only, which is counted.
 */
final class ContentTable {
    /** Datagrams of a direction that are looked at before nobody knows what they are. */
    static final int LOOKS = 3;

    private static final int LOOKS_BITS = 2;
    private static final int ASSEMBLING = 1 << 2 * LOOKS_BITS;
    private static final int SPOKEN = 1 << 2 * LOOKS_BITS + 2;

    private final Inspector inspector;
    private final FlowCounters counters;
    private final Assemblies assemblies;
    private final long mostOctets;
    private final Payload payload = new Payload();
    private byte[] states = new byte[64];
    private Findings[] findings = new Findings[64];
    private long octets;

    ContentTable(ContentConfig config, Inspector inspector, FlowCounters counters) {
        this.inspector = inspector;
        this.counters = counters;
        this.assemblies = new Assemblies(config.maxAssemblies() / Metering.PARTITIONS);
        this.mostOctets = config.findingsSize() / Metering.PARTITIONS;
        Arrays.fill(findings, Findings.NONE);
    }

    /** Takes in a packet with payload, after its segment was followed. */
    void onPacket(Flow flow, int record, int direction, Packet packet) {
        if (record >= states.length) {
            grow(record);
        }
        int state = states[record];
        if (looks(state, direction) == LOOKS) {
            return;
        }
        states[record] |= SPOKEN;
        if (packet.isFragment() || !packet.hasTransport()) {
            return;
        }
        if (flow.protocol() == IpProtocol.TCP) {
            onSegment(flow, record, direction, packet);
        } else if (flow.protocol() == IpProtocol.UDP) {
            onDatagram(flow, record, direction, packet);
        }
    }

    private void onDatagram(Flow flow, int record, int direction, Packet packet) {
        if (isAssembling(record, direction)) {
            Assembly assembly = assemblies.of(record, direction);
            assembly.put(assembly.length(), packet.bytes(), packet.payloadOffset(), packet.payloadLength());
            inspect(assembly, false);
            return;
        }
        payload.wrap(packet.bytes(), packet.payloadOffset(), packet.payloadLength())
                .of(true, direction == Flow.FORWARD, flow.responderPort(), false);
        switch (inspector.inspect(payload, findings[record])) {
            case FOUND -> {
                keep(record, inspector.findings());
                settle(record, direction);
            }
            case NEEDS_MORE -> assemble(flow, record, direction, 0, packet);
            case UNKNOWN -> look(record, direction);
        }
    }

    private void onSegment(Flow flow, int record, int direction, Packet packet) {
        int syn = packet.tcp().flags() & TcpFlags.SYN;
        int offset = packet.tcp().sequence() + (syn == 0 ? 0 : 1) - flow.startSequence(direction) - 1;
        if (isAssembling(record, direction)) {
            Assembly assembly = assemblies.of(record, direction);
            assembly.put(offset, packet.bytes(), packet.payloadOffset(), packet.payloadLength());
            inspect(assembly, false);
        } else if (offset == 0) {
            onFirst(flow, record, direction, packet);
        } else if (offset > 0 && offset < ContentConfig.ASSEMBLY) {
            assemble(flow, record, direction, offset, packet);
        } else if (offset > 0) {
            settle(record, direction);
        }
    }

    /** Nearly always the first segment tells all; it is read where it lies. */
    private void onFirst(Flow flow, int record, int direction, Packet packet) {
        boolean cut = packet.payloadLength() < packet.payloadOctets();
        payload.wrap(packet.bytes(), packet.payloadOffset(), packet.payloadLength())
                .of(false, direction == Flow.FORWARD, flow.responderPort(), cut);
        if (inspector.inspect(payload, findings[record]) == Result.NEEDS_MORE) {
            assemble(flow, record, direction, 0, packet);
        } else {
            keep(record, inspector.findings());
            settle(record, direction);
        }
    }

    private void assemble(Flow flow, int record, int direction, int offset, Packet packet) {
        if (assemblies.isFull()) {
            counters.evictedAssemblies.increment();
            inspect(assemblies.oldest(), true);
        }
        states[record] |= (byte) (ASSEMBLING << direction);
        assemblies
                .begin(record, direction, flow.protocol() == IpProtocol.UDP, flow.responderPort())
                .put(offset, packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    }

    private void inspect(Assembly assembly, boolean last) {
        boolean isLast = last || assembly.isFull();
        int record = assembly.record();
        assembly.wrap(payload)
                .of(assembly.isOfDatagrams(), assembly.direction() == Flow.FORWARD, assembly.responderPort(), isLast);
        Result result = assembly.length() == 0 ? Result.NEEDS_MORE : inspector.inspect(payload, findings[record]);
        if (result == Result.FOUND) {
            keep(record, inspector.findings());
        }
        if (result != Result.NEEDS_MORE || isLast) {
            states[record] &= (byte) ~(ASSEMBLING << assembly.direction());
            settle(record, assembly.direction());
            assemblies.end(assembly);
        }
    }

    private boolean isAssembling(int record, int direction) {
        return (states[record] & ASSEMBLING << direction) != 0;
    }

    private static int looks(int state, int direction) {
        return state >> LOOKS_BITS * direction & LOOKS;
    }

    private void look(int record, int direction) {
        states[record] += (byte) (1 << LOOKS_BITS * direction);
    }

    /** The direction is not looked at any more. */
    private void settle(int record, int direction) {
        states[record] |= (byte) (LOOKS << LOOKS_BITS * direction);
    }

    private void keep(int record, Findings found) {
        Findings before = findings[record];
        Findings kept = found;
        if (found != before && octets + found.heapOctets() - before.heapOctets() > mostOctets) {
            counters.droppedFindings.increment();
            kept = found.bare();
        }
        octets += kept.heapOctets() - before.heapOctets();
        findings[record] = kept;
    }

    /** The flow's initiator was taken for its responder. */
    void turnRound(int record) {
        if (record >= states.length) {
            return;
        }
        int state = states[record];
        int turned = looks(state, Flow.REVERSE) | looks(state, Flow.FORWARD) << LOOKS_BITS;
        turned |= isAssembling(record, Flow.FORWARD) ? ASSEMBLING << Flow.REVERSE : 0;
        turned |= isAssembling(record, Flow.REVERSE) ? ASSEMBLING << Flow.FORWARD : 0;
        states[record] = (byte) (turned | state & SPOKEN);
        assemblies.turnRound(record);
    }

    /** The flow goes on, and its record {@code open} is used on; its part was closed as another. */
    void onPart(Flow flow, int open, int closed) {
        if (Math.max(open, closed) >= states.length) {
            grow(Math.max(open, closed));
        }
        keep(closed, orGuess(flow, open));
    }

    /** The flow has ended: nothing more will come of what is being put together. */
    void onEnd(Flow flow, int record) {
        if (record >= states.length) {
            return;
        }
        for (int direction = Flow.FORWARD; direction <= Flow.REVERSE; direction++) {
            if (isAssembling(record, direction)) {
                inspect(assemblies.of(record, direction), true);
            }
        }
        keep(record, orGuess(flow, record));
    }

    /** Whoever says nothing speaks no protocol either. */
    private Findings orGuess(Flow flow, int record) {
        boolean open = findings[record].service() == null && (states[record] & SPOKEN) != 0;
        return open ? Findings.guess(flow.protocol(), flow.responderPort()) : findings[record];
    }

    Findings findings(int record) {
        return record < findings.length ? findings[record] : Findings.NONE;
    }

    /** The record is given back. */
    void release(int record) {
        if (record < states.length) {
            states[record] = 0;
            keep(record, Findings.NONE);
        }
    }

    private void grow(int record) {
        int length = Math.max(2 * states.length, record + 1);
        int before = findings.length;
        states = Arrays.copyOf(states, length);
        findings = Arrays.copyOf(findings, length);
        Arrays.fill(findings, before, length, Findings.NONE);
    }
}
