package vedette.features;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;
import vedette.flow.FoldListener;
import vedette.flow.PacketListener;
import vedette.flow.TcpState;
import vedette.net.IpAddress;
import vedette.net.IpProtocol;

/**
 * Writes a line of features for each connection, in the order in which their last packets came: for that, lines are held back,
 * {@value #MOST_LINES} at the most. Attempts that are told of in an aggregate have lines like others; the aggregate has none.
 */
public final class FeatureTable implements FlowHandler, FoldListener {
    static final int MOST_LINES = 65_536;

    /** A line that waits: what stands before and behind the columns of the windows. */
    private static final class Row {
        private final byte[] own;
        private final byte[] packets;
        private final long flowId;
        private final KddWindow.Entry entry;

        private Row(byte[] own, byte[] packets, long flowId, KddWindow.Entry entry) {
            this.own = own;
            this.packets = packets;
            this.flowId = flowId;
            this.entry = entry;
        }

        private long endNs() {
            return entry.endNs();
        }
    }

    private final OutputStream out;
    private final FeatureColumns columns;
    private final Courses courses;
    private final KddWindow time;
    private final KddWindow count;
    private final Map<Long, Connection> inParts = new HashMap<>();
    private final PriorityQueue<Row> rows =
            new PriorityQueue<>(Comparator.comparingLong(Row::endNs).thenComparingLong(row -> row.flowId));
    private final CsvLine line = new CsvLine();
    private long lastEndNs = Long.MIN_VALUE;

    /**
     * Writes the line with the names.
     *
     * @param interfaces names of the observation points
     */
    public FeatureTable(OutputStream out, FeaturesConfig config, IntFunction<String> interfaces) throws IOException {
        this.out = out;
        this.columns = new FeatureColumns(interfaces, config.firstPackets());
        this.courses = new Courses(config.firstPackets(), Courses.MOST);
        this.time = KddWindow.ofTime(config.window().toNanos(), KddWindow.MOST);
        this.count = KddWindow.ofCount(config.connections());
        columns.names().forEach(line::word);
        line.end();
        out.write(line.take());
    }

    /** Has to be told of all packets before of the records they are counted in. */
    public PacketListener packets() {
        return courses;
    }

    @Override
    public void onFlow(Flow record) {
        if (!record.isAggregate()) {
            add(record);
        }
    }

    @Override
    public void onFolded(Flow attempt, long aggregateId) {
        add(attempt);
    }

    private void add(Flow record) {
        boolean goesOn = record.endReason() == EndReason.ACTIVE;
        Connection connection = goesOn
                ? inParts.computeIfAbsent(record.flowId(), id -> new Connection())
                : inParts.remove(record.flowId());
        connection = connection == null ? new Connection() : connection;
        connection.add(record);
        if (!goesOn) {
            connection.end(record, courses.remove(record.flowId()));
            hold(connection);
        }
    }

    private void hold(Connection connection) {
        line.begin();
        columns.writeOwn(connection, line);
        byte[] own = line.take();
        columns.writePackets(connection, line);
        line.end();
        Flow flow = connection.last();
        rows.add(new Row(own, line.take(), flow.flowId(), entry(flow, connection.endNs())));
        if (rows.size() > MOST_LINES) {
            write(rows.remove());
        }
    }

    private static KddWindow.Entry entry(Flow flow, long endNs) {
        boolean isSynError = false;
        boolean isRejected = false;
        if (flow.protocol() == IpProtocol.TCP) {
            TcpState state = flow.tcpState();
            isSynError = state == TcpState.S0 || state == TcpState.S1 || state == TcpState.S2 || state == TcpState.S3;
            isRejected = state == TcpState.REJ;
        }
        String host = IpAddress.text(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        return new KddWindow.Entry(host, KddService.of(flow), flow.initiatorPort(), isSynError, isRejected, endNs);
    }

    private void write(Row row) {
        KddWindow.Before inTime = time.before(row.entry);
        KddWindow.Before inCount = count.before(row.entry);
        writeWindows(inTime, inCount, !time.isCut() && row.endNs() >= lastEndNs);
        lastEndNs = Math.max(lastEndNs, row.endNs());
        try {
            out.write(row.own);
            out.write(line.take());
            out.write(row.packets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeWindows(KddWindow.Before inTime, KddWindow.Before inCount, boolean isComplete) {
        line.goOn();
        line.number(inTime.host());
        line.number(inTime.service());
        line.decimal(share(inTime.hostSynErrors(), inTime.host()));
        line.decimal(share(inTime.serviceSynErrors(), inTime.service()));
        line.decimal(share(inTime.hostRejected(), inTime.host()));
        line.decimal(share(inTime.serviceRejected(), inTime.service()));
        line.decimal(share(inTime.hostAndService(), inTime.host()));
        line.decimal(share(inTime.host() - inTime.hostAndService(), inTime.host()));
        line.decimal(share(inTime.service() - inTime.hostAndService(), inTime.service()));
        line.number(inCount.host());
        line.number(inCount.service());
        line.decimal(share(inCount.hostAndService(), inCount.host()));
        line.decimal(share(inCount.host() - inCount.hostAndService(), inCount.host()));
        line.decimal(share(inCount.serviceAndSourcePort(), inCount.service()));
        line.decimal(share(inCount.service() - inCount.hostAndService(), inCount.service()));
        line.decimal(share(inCount.hostSynErrors(), inCount.host()));
        line.decimal(share(inCount.serviceSynErrors(), inCount.service()));
        line.decimal(share(inCount.hostRejected(), inCount.host()));
        line.decimal(share(inCount.serviceRejected(), inCount.service()));
        line.flag(isComplete);
    }

    /** As the data of KDD has it, none of none is 0. */
    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** Everything has been told: writes what was held back. */
    public void finish() throws IOException {
        while (!rows.isEmpty()) {
            write(rows.remove());
        }
        out.flush();
    }
}
