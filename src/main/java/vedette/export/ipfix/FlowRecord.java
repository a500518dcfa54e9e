package vedette.export.ipfix;

import java.nio.ByteBuffer;
import vedette.export.CommunityId;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;

/**
 * Writes flows as data records, one field after the other. Made once and used again and again.
 *
 * <p>A record has a direction of its own, which its elements are of; its reverse elements are of the other one. It is the
 * flow's forward direction but in the second record of a uniflow pair, and in a flow whose initiator was not heard.
 */
final class FlowRecord {
    private final ObservationPoints points;
    private final CommunityId communityId = new CommunityId();
    private final StringBuilder history = new StringBuilder(Flow.HISTORY_LENGTH);
    private final FlowTexts texts = new FlowTexts();
    private ByteBuffer out = ByteBuffer.allocate(0);
    private boolean biflow;
    private boolean both;

    FlowRecord(ObservationPoints points) {
        this.points = points;
    }

    /**
     * Octets of the flow's record, to be written next.
     *
     * @param room octets there are in a message of its own; texts are cut so that it fits in
     */
    int measure(FlowTemplate template, Flow flow, int room) {
        texts.clear();
        for (FlowSection section : template.sections()) {
            section.listTexts(texts, flow);
        }
        return template.recordLength() + texts.fit(room - template.recordLength());
    }

    /**
     * Writes the record of a flow that a template lays out.
     *
     * @param own the record's own direction
     */
    void put(FlowTemplate template, Flow flow, int own, ByteBuffer out, int at) {
        this.out = out.position(at);
        biflow = template.isBiflow();
        both = template.hasAllReverse();
        int other = Flow.FORWARD + Flow.REVERSE - own;
        for (FlowSection section : template.sections()) {
            section.put(this, flow, own, other);
        }
    }

    /** Whether the record holds both directions. */
    boolean isBiflow() {
        return biflow;
    }

    int ifIndex(int observationPoint) {
        return points.ifIndex(observationPoint);
    }

    void put8(int value) {
        out.put((byte) value);
    }

    void put16(int value) {
        out.putShort((short) value);
    }

    void put32(int value) {
        out.putInt(value);
    }

    void put48(long value) {
        out.putShort((short) (value >>> Integer.SIZE));
        out.putInt((int) value);
    }

    void put64(long value) {
        out.putLong(value);
    }

    /** Writes an element and, where the template has all reverse elements, its reverse. */
    void putBoth8(int own, int other) {
        put8(own);
        if (both) {
            put8(other);
        }
    }

    void putBoth16(int own, int other) {
        put16(own);
        if (both) {
            put16(other);
        }
    }

    void putBoth32(int own, int other) {
        put32(own);
        if (both) {
            put32(other);
        }
    }

    void putBoth64(long own, long other) {
        put64(own);
        if (both) {
            put64(other);
        }
    }

    /** Writes an octet of the record's own direction and, in a biflow, one of the other. */
    void putPair8(int own, int other) {
        put8(own);
        if (biflow) {
            put8(other);
        }
    }

    /** Writes ASCII characters, then zeros. */
    void putText(CharSequence text, int length) {
        for (int i = 0; i < length; i++) {
            put8(i < text.length() ? text.charAt(i) : 0);
        }
    }

    /** Writes the next of the texts that were listed as the record was measured. */
    void putNextText() {
        texts.putNext(out);
    }

    void putHistory(Flow flow) {
        history.setLength(0);
        flow.appendHistory(history);
        putText(history, Flow.HISTORY_LENGTH);
    }

    /** An aggregate is of many: it has none, which is zeros. */
    void putCommunityId(Flow flow) {
        if (flow.isAggregate()) {
            putText("", CommunityId.LENGTH);
        } else {
            out.put(communityId.of(flow));
        }
    }

    /** Writes a counter and, in a biflow, its reverse. */
    void putCounter(long own, long other) {
        put64(own);
        if (biflow) {
            put64(other);
        }
    }
}
