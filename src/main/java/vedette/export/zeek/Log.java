package vedette.export.zeek;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** One log: its file is made when its first record is written. The times in its header and at its end are packet times. */
final class Log {
    private static final int WRITE_AT = 60 << 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);

    private final String path;
    private final Columns columns;
    private final LogFormat format;
    private final LogFiles files;
    private final LogBuffer buffer = new LogBuffer();
    private final Row row;
    private @Nullable OutputStream out;
    private long lastNs;

    /** @param path the log's name: {@code conn} */
    Log(String path, Columns columns, LogFormat format, LogFiles files) {
        this.path = path;
        this.columns = columns;
        this.format = format;
        this.files = files;
        this.row = format.row(columns, buffer);
    }

    /** Begins a record, which is told at this time. */
    Row begin(long nowNs) throws IOException {
        if (out == null) {
            out = files.open(path + ".log");
            header(nowNs);
        }
        lastNs = nowNs;
        row.begin();
        return row;
    }

    private void header(long nowNs) {
        if (format == LogFormat.TSV) {
            line("#separator \\x09");
            line("#set_separator\t,");
            line("#empty_field\t" + TsvRow.EMPTY);
            line("#unset_field\t" + TsvRow.UNSET);
            line("#path\t" + path);
            line("#open\t" + time(nowNs));
            line("#fields\t" + columns.names());
            line("#types\t" + columns.types());
        }
    }

    private void line(String text) {
        buffer.ascii(text);
        buffer.put('\n');
    }

    private static String time(long ns) {
        return TIME.format(Instant.ofEpochSecond(0, ns));
    }

    boolean isFull() {
        return buffer.length() >= WRITE_AT;
    }

    void write() throws IOException {
        if (out != null) {
            buffer.writeTo(out);
        }
    }

    void close() throws IOException {
        if (out == null) {
            return;
        }
        try (OutputStream ending = out) {
            out = null;
            if (format == LogFormat.TSV) {
                line("#close\t" + time(lastNs));
            }
            buffer.writeTo(ending);
        }
    }
}
