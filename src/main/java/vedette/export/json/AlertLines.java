package vedette.export.json;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.Exporter;
import vedette.export.file.PieceOutput;

/** Writes alerts as JSON lines (UTF-8, in fact ASCII) to a file or any other stream. */
public final class AlertLines implements Exporter {
    private static final int WRITE_AT = 60 << 10;

    private final PieceOutput out;
    private final ExportCounters counters;
    private final JsonBuffer buffer = new JsonBuffer();
    private final AlertJson json;
    private long records;

    /**
     * @param out closed with the exporter; needs no buffer of its own
     * @param version of the sensor
     * @param interfaceName of the only interface, or null if there are several or none
     */
    public AlertLines(
            OutputStream out,
            String sensorName,
            String version,
            @Nullable String interfaceName,
            ExportCounters counters) {
        this(PieceOutput.to(out), sensorName, version, interfaceName, counters);
    }

    /**
     * @param out closed with the exporter
     * @param version of the sensor
     * @param interfaceName of the only interface, or null if there are several or none
     */
    public AlertLines(
            PieceOutput out,
            String sensorName,
            String version,
            @Nullable String interfaceName,
            ExportCounters counters) {
        this.out = out;
        this.counters = counters;
        this.json = new AlertJson(sensorName, version, interfaceName, buffer);
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        json.write(alert);
        records++;
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
            ExportAccount account = counters.alerts();
            ExportTotal fate = buffer.writeTo(out) ? account.sent() : account.dropped(DropReason.WRITE_FAILED);
            fate.add(records, 0, 0);
            records = 0;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
