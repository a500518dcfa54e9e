package vedette.export.ipfix;

import vedette.export.DroppedTotal;

/** What a message holds. Refilled for each message: whoever wants to keep it copies it. */
final class Contents {
    /** Whose books a message's records are in. */
    enum Kind {
        FLOWS,
        ALERTS,
        /** Templates, and what the session says of itself: in nobody's books. */
        SESSION
    }

    private final Kind kind;
    private final long domain;
    private long begunSeconds;
    private int dataRecords;
    private long records;
    private long packets;
    private long octets;

    Contents(Kind kind, long domain) {
        this.kind = kind;
        this.domain = domain;
    }

    Contents copy() {
        Contents copy = new Contents(kind, domain);
        copy.begunSeconds = begunSeconds;
        copy.dataRecords = dataRecords;
        copy.records = records;
        copy.packets = packets;
        copy.octets = octets;
        return copy;
    }

    Kind kind() {
        return kind;
    }

    /** The observation domain. */
    long domain() {
        return domain;
    }

    /** When its first record was put into it, by the clock of the records. */
    long begunSeconds() {
        return begunSeconds;
    }

    /** What it adds to its domain's sequence number. */
    int dataRecords() {
        return dataRecords;
    }

    /** Flow records or alerts, as they were offered; 0 in templates and options. */
    long records() {
        return records;
    }

    /** Packets in those flow records. */
    long packets() {
        return packets;
    }

    /** IP octets in those flow records. */
    long octets() {
        return octets;
    }

    /** Begins the next message. */
    void begin(long seconds) {
        begunSeconds = seconds;
        dataRecords = 0;
        records = 0;
        packets = 0;
        octets = 0;
    }

    void addData(int more) {
        dataRecords += more;
    }

    /** Adds what is in another message, or takes it away with a sign of -1. */
    void addAll(int sign, Contents other) {
        addData(sign * other.dataRecords);
        addRecords(sign * other.records, sign * other.packets, sign * other.octets);
    }

    /** Counts all of it as dropped. */
    void countIn(DroppedTotal dropped) {
        dropped.add(records, dataRecords, packets, octets);
    }

    void addRecords(long moreRecords, long morePackets, long moreOctets) {
        records += moreRecords;
        packets += morePackets;
        octets += moreOctets;
    }
}
