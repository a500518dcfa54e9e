package vedette.export.netflow;

import vedette.export.ExportTotal;
import vedette.flow.Flow;

/** The messages of one engine: its sequence number, its times and the message it is filling. */
final class Netflow5Stream {
    /** What a record can count. */
    private static final long MOST_COUNT = 0xFFFF_FFFFL;

    private final int engine;
    private final Outlet outlet;
    private final Uniflow record;
    private final Netflow5Message message;
    private final Uptime uptime = new Uptime();

    private int sequenceNumber;
    private int flows;
    private long packets;
    private long octets;

    /**
     * @param engine type and id, in one octet each
     * @param mostOctets the longest message
     * @param record made to be used for all records
     */
    Netflow5Stream(int engine, int mostOctets, Outlet outlet, Uniflow record) {
        this.engine = engine;
        this.outlet = outlet;
        this.record = record;
        this.message = new Netflow5Message(mostOctets);
    }

    /** Adds records for each direction that has packets. */
    void onFlow(Flow flow) {
        if (flow.packets(Flow.FORWARD) > 0) {
            put(record.wrap(flow, Flow.FORWARD));
        }
        if (flow.packets(Flow.REVERSE) > 0) {
            put(record.wrap(flow, Flow.REVERSE));
        }
        flows++;
        packets += ExportTotal.packetsOf(flow);
        octets += ExportTotal.octetsOf(flow);
    }

    /** More than 32 bits can count is told in as many records as it takes, with the same times and in equal shares. */
    private void put(Uniflow flow) {
        long most = Math.max(flow.packets(), flow.octets());
        long shares = most / MOST_COUNT + (most % MOST_COUNT == 0 ? 0 : 1);
        long packetsLeft = flow.packets();
        long octetsLeft = flow.octets();
        for (long left = shares; left > 0; left--) {
            long sharePackets = packetsLeft / left;
            long shareOctets = octetsLeft / left;
            makeRoom(flow);
            message.add(flow, uptime, sharePackets, shareOctets);
            packetsLeft -= sharePackets;
            octetsLeft -= shareOctets;
        }
    }

    private void makeRoom(Uniflow flow) {
        if (message.isFull() || !message.isEmpty() && !uptime.holds(flow.firstMs(), flow.lastMs())) {
            flush();
        }
        if (message.isEmpty()) {
            uptime.begin(flow.firstMs(), flow.lastMs(), outlet.nowMs());
        }
        uptime.add(flow.lastMs());
    }

    /** Sends the message at hand if there is anything in it. */
    void flush() {
        if (message.isEmpty()) {
            return;
        }
        int records = message.records();
        long exportSeconds = uptime.exportSeconds(outlet.nowMs());
        outlet.send(message.finish(exportSeconds, uptime, sequenceNumber, engine), records, flows, packets, octets);
        sequenceNumber += records;
        flows = 0;
        packets = 0;
        octets = 0;
        message.clear();
    }
}
