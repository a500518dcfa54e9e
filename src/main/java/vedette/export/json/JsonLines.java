package vedette.export.json;

import java.io.IOException;
import java.io.OutputStream;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.Exporter;
import vedette.export.ObservationPoints;
import vedette.export.file.PieceOutput;
import vedette.flow.Flow;

/** Writes flow records as JSON lines (UTF-8, in fact ASCII) to a file or any other stream. */
public final class JsonLines implements Exporter {
    private static final int WRITE_AT = 60 << 10;

    private final PieceOutput out;
    private final ExportCounters counters;
    private final JsonBuffer buffer = new JsonBuffer();
    private final FlowJson json;

    // What lies in the buffer, not yet handed to the operating system.
    private long records;
    private long packets;
    private long octets;

    /** @param out closed with the exporter; needs no buffer of its own */
    public JsonLines(OutputStream out, ObservationPoints points, ExportCounters counters) {
        this(PieceOutput.to(out), points, counters);
    }

    /** @param out closed with the exporter */
    public JsonLines(PieceOutput out, ObservationPoints points, ExportCounters counters) {
        this.out = out;
        this.counters = counters;
        this.json = new FlowJson(points, buffer);
    }

    @Override
    public void onFlow(Flow flow) throws IOException {
        json.write(flow);
        records++;
        packets += ExportTotal.packetsOf(flow);
        octets += ExportTotal.octetsOf(flow);
        if (buffer.length() >= WRITE_AT) {
            flush();
        }
    }

    @Override
    public void onIdle() throws IOException {
        flush();
    }

    @Override
    public void flush() throws IOException {
        if (out.isDue()) {
            out.next();
        }
        if (records > 0) {
            ExportTotal fate = buffer.writeTo(out) ? counters.sent() : counters.dropped(DropReason.WRITE_FAILED);
            fate.add(records, packets, octets);
            records = 0;
            packets = 0;
            octets = 0;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
