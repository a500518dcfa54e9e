package vedette.export.json;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.ExportCounters;
import vedette.export.Exporter;

/** Writes alerts as JSON lines (UTF-8, in fact ASCII) to a file or any other stream. */
public final class AlertLines implements Exporter {
    private static final int WRITE_AT = 60 << 10;

    private final OutputStream out;
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
        if (records > 0) {
            buffer.writeTo(out);
            counters.alerts().sent().add(records, 0, 0);
            records = 0;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
