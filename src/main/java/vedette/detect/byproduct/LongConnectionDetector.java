package vedette.detect.byproduct;

import java.util.EnumSet;
import java.util.Set;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Hash;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.detect.sketch.KeyTable;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/**
 * Tells of connections that have been open for 1, 4, 8 and 12 hours (the grades of RITA), while they still are: tunnels and remote
 * control look like that, as do many honest programs. Both sides must have sent something. A connection that is silent longer
 * than the idle timeout is several flows, and no long connection.
 *
 * <p>Bounded: {@value #CONNECTIONS} connections that have outlived the active timeout, 0.7 MB, the youngest gives way; {@value #MOST_TOLD}
 * of them are told of at once, at most {@value #MOST_PER_SECOND} in a second, the others later or not at all.
 */
public final class LongConnectionDetector implements Detector {
    static final int CONNECTIONS = 16_384;
    static final int MOST_TOLD = 1024;
    static final int MOST_PER_SECOND = 10;

    private static final int[] GRADES_H = {1, 4, 8, 12};
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    private final AlertDesk desk;
    private final KeyTable connections;
    private final long[] startNs = new long[CONNECTIONS];
    private final long[] packets = new long[CONNECTIONS];
    private final long[] octets = new long[CONNECTIONS];
    private final byte[] directions = new byte[CONNECTIONS];
    private final byte[] grades = new byte[CONNECTIONS];
    private final long[] alerts = new long[CONNECTIONS];

    private final long seed;
    private int told;
    private long second;
    private int toldInSecond;
    private final KeyTable.Worth worth = slot -> -startNs[slot];

    public LongConnectionDetector(Detectors.Context context) {
        desk = context.desk();
        seed = context.seed();
        connections = new KeyTable(CONNECTIONS, seed);
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.RECORD);
    }

    @Override
    public void onRecord(Flow record) {
        boolean goesOn = record.endReason() == EndReason.ACTIVE;
        if (record.part() == 1 && !goesOn || !isConnection(record)) {
            return;
        }
        long key = Hash.of(record.flowId(), seed);
        int connection = connections.find(key);
        if (connection == KeyTable.NONE) {
            if (!goesOn) {
                return;
            }
            connection = add(key, record);
        }
        packets[connection] += record.packets(Flow.FORWARD) + record.packets(Flow.REVERSE);
        octets[connection] += record.octets(Flow.FORWARD) + record.octets(Flow.REVERSE);
        directions[connection] |=
                (byte) ((record.packets(Flow.FORWARD) > 0 ? 1 : 0) | (record.packets(Flow.REVERSE) > 0 ? 2 : 0));
        judge(record, connection);
        if (!goesOn) {
            end(record, connection);
        }
    }

    private static boolean isConnection(Flow record) {
        return IpProtocol.hasPorts(record.protocol()) && !record.isResponderGroup();
    }

    private int add(long key, Flow record) {
        if (connections.isFull()) {
            int youngest = connections.evict(worth);
            told -= grades[youngest] > 0 ? 1 : 0;
        }
        int connection = connections.add(key);
        startNs[connection] = record.startNs();
        packets[connection] = 0;
        octets[connection] = 0;
        directions[connection] = 0;
        grades[connection] = 0;
        alerts[connection] = AlertDesk.NONE;
        return connection;
    }

    private void judge(Flow record, int connection) {
        int grade = 0;
        while (grade < GRADES_H.length && record.endNs() - startNs[connection] >= GRADES_H[grade] * HOUR_NS) {
            grade++;
        }
        long nowNs = record.closedNs();
        desk.goesOn(alerts[connection], 0, nowNs);
        if (grade > grades[connection] && directions[connection] == 3 && mayTell(connection, nowNs)) {
            boolean first = grades[connection] == 0;
            grades[connection] = (byte) grade;
            Finding finding = finding(record, connection, GRADES_H[grade - 1]);
            if (first) {
                told++;
                alerts[connection] = desk.open(AlertType.LONG_CONNECTION, subject(record), finding, nowNs);
            } else {
                desk.update(alerts[connection], finding, nowNs);
            }
        }
    }

    private boolean mayTell(int connection, long nowNs) {
        if (nowNs / SECOND_NS != second) {
            second = nowNs / SECOND_NS;
            toldInSecond = 0;
        }
        return (grades[connection] > 0 || told < MOST_TOLD) && ++toldInSecond <= MOST_PER_SECOND;
    }

    private void end(Flow record, int connection) {
        if (grades[connection] > 0) {
            told--;
            Finding finding = finding(record, connection, GRADES_H[grades[connection] - 1]);
            desk.close(alerts[connection], finding, record.closedNs());
        }
        connections.remove(connection);
    }

    private static Subject subject(Flow record) {
        Subject service = Subject.service(record);
        return new Subject(
                service.source(),
                service.destination(),
                service.protocol(),
                service.destinationPort(),
                record.initiatorPort());
    }

    private Finding finding(Flow record, int connection, int hours) {
        long seconds = (record.endNs() - startNs[connection]) / SECOND_NS;
        Evidence evidence = new Evidence()
                .crossing((double) seconds, (double) hours * HOUR_NS / SECOND_NS)
                .across(1, 1)
                .put("duration_s", seconds)
                .put("packets", packets[connection])
                .put("octets", octets[connection])
                .put("part", record.part())
                .put("flow_id", record.flowId())
                .put("threshold_duration_s", hours * HOUR_NS / SECOND_NS);
        return new Finding(
                Level.INFO,
                100,
                "",
                startNs[connection],
                record.endNs(),
                packets[connection],
                "open for " + seconds / 3600 + " h " + seconds / 60 % 60 + " min",
                evidence);
    }

    @Override
    public int entries() {
        return connections.size();
    }

    @Override
    public long evictions() {
        return connections.evictions();
    }
}
