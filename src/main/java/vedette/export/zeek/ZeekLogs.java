package vedette.export.zeek;

import java.io.IOException;
import java.util.List;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.flow.Flow;

/** Writes flow records and alerts into Zeek's logs. A connection is told once it is over, in the order in which they end. */
public final class ZeekLogs implements Exporter {
    private final ExportCounters counters;
    private final LongConnections connections;
    private final ConnLog conn;
    private final DnsLog dns;
    private final HttpLog http;
    private final SslLog ssl;
    private final NoticeLog notice;
    private final List<Log> logs;

    // What lies in the logs' buffers, not yet handed to the operating system.
    private long records;
    private long packets;
    private long octets;
    private long alerts;

    /** @param localNets prefixes of this site's own addresses */
    public ZeekLogs(
            LogFormat format, LogFiles files, List<String> localNets, String sensorName, ExportCounters counters) {
        this(format, files, localNets, sensorName, counters, LongConnections.MOST);
    }

    ZeekLogs(
            LogFormat format,
            LogFiles files,
            List<String> localNets,
            String sensorName,
            ExportCounters counters,
            int mostLong) {
        this.counters = counters;
        this.connections = new LongConnections(mostLong);
        this.conn = new ConnLog(format, files, localNets);
        this.dns = new DnsLog(format, files);
        this.http = new HttpLog(format, files);
        this.ssl = new SslLog(format, files);
        this.notice = new NoticeLog(format, files, sensorName);
        this.logs = List.of(conn.log(), dns.log(), http.log(), ssl.log(), notice.log());
    }

    @Override
    public void onFlow(Flow flow) throws IOException {
        Connection ended = connections.take(flow);
        if (ended != null) {
            write(ended);
        }
        Connection surplus = connections.surplus();
        if (surplus != null) {
            write(surplus);
            counters.countSplit();
        }
    }

    private void write(Connection connection) throws IOException {
        conn.write(connection);
        dns.write(connection);
        http.write(connection);
        ssl.write(connection);
        records += connection.parts();
        packets += connection.packets(Flow.FORWARD) + connection.packets(Flow.REVERSE);
        octets += connection.octets(Flow.FORWARD) + connection.octets(Flow.REVERSE);
        if (conn.log().isFull()) {
            writeOut();
        }
    }

    /** Zeek tells of a thing once: so an alert is told as it is opened, and what becomes of it is not. */
    @Override
    public void onAlert(Alert alert) throws IOException {
        if (alert.state() == AlertState.OPEN) {
            notice.write(alert);
            alerts++;
        } else {
            counters.alerts().unsupported().add(1, 0, 0);
        }
    }

    @Override
    public void onIdle() throws IOException {
        writeOut();
    }

    /** What parts there are of connections that have not ended are told too: nothing comes after it. */
    @Override
    public void flush() throws IOException {
        for (Connection open = connections.first(); open != null; open = connections.first()) {
            write(open);
        }
        writeOut();
    }

    private void writeOut() throws IOException {
        for (Log log : logs) {
            log.write();
        }
        counters.sent().add(records, packets, octets);
        counters.alerts().sent().add(alerts, 0, 0);
        records = 0;
        packets = 0;
        octets = 0;
        alerts = 0;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Log log : logs) {
            try {
                log.close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
