package vedette.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import vedette.content.Service;
import vedette.flow.Flow;
import vedette.flow.TcpState;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/**
 * The columns of the table of features, in order, each with what it writes: those of a connection itself, then those of the connections
 * before it ({@link #WINDOW}), then those of its packets.
 */
final class FeatureColumns {
    /** What a column writes of a connection: one field. */
    private interface Writing {
        void write(Connection connection, CsvLine line);
    }

    private record Column(String name, Writing writing) {}

    /** Columns of the windows, which {@link FeatureTable} fills. */
    static final List<String> WINDOW = List.of(
            "kdd_count",
            "kdd_srv_count",
            "kdd_serror_rate",
            "kdd_srv_serror_rate",
            "kdd_rerror_rate",
            "kdd_srv_rerror_rate",
            "kdd_same_srv_rate",
            "kdd_diff_srv_rate",
            "kdd_srv_diff_host_rate",
            "kdd_dst_host_count",
            "kdd_dst_host_srv_count",
            "kdd_dst_host_same_srv_rate",
            "kdd_dst_host_diff_srv_rate",
            "kdd_dst_host_same_src_port_rate",
            "kdd_dst_host_srv_diff_host_rate",
            "kdd_dst_host_serror_rate",
            "kdd_dst_host_srv_serror_rate",
            "kdd_dst_host_rerror_rate",
            "kdd_dst_host_srv_rerror_rate",
            "kdd_window_complete");

    private static final long NS_PER_S = 1_000_000_000L;
    private static final String[] DIRECTIONS = {"fwd", "rev"};
    private static final String[] WAYS = {"fwd", "rev", "both"};
    private static final String[] FLAGS = {"fin", "syn", "rst", "psh", "ack", "urg"};
    private static final int URG = 5;

    private final IntFunction<String> interfaces;
    private final List<Column> own = new ArrayList<>();
    private final List<Column> packets = new ArrayList<>();

    /** @param interfaces names of the observation points */
    FeatureColumns(IntFunction<String> interfaces, int firstPackets) {
        this.interfaces = interfaces;
        identity();
        outcome();
        counters();
        tcp();
        kdd();
        statistics();
        firsts(firstPackets);
    }

    /** All names, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        own.forEach(column -> names.add(column.name()));
        names.addAll(WINDOW);
        packets.forEach(column -> names.add(column.name()));
        return names;
    }

    void writeOwn(Connection connection, CsvLine line) {
        own.forEach(column -> column.writing().write(connection, line));
    }

    void writePackets(Connection connection, CsvLine line) {
        packets.forEach(column -> column.writing().write(connection, line));
    }

    private void own(String name, Writing writing) {
        own.add(new Column(name, writing));
    }

    private void ofFlow(String name, BiFunction<CsvLine, Flow, Boolean> writing) {
        own(name, (connection, line) -> {
            if (!writing.apply(line, connection.last())) {
                line.none();
            }
        });
    }

    /** Writes a number if it is defined. */
    private static boolean number(CsvLine line, boolean isDefined, long value) {
        if (isDefined) {
            line.number(value);
        }
        return isDefined;
    }

    private static boolean hasPorts(Flow flow) {
        return IpProtocol.hasPorts(flow.protocol());
    }

    private static boolean isIcmp(Flow flow) {
        return IpProtocol.isIcmp(flow.protocol());
    }

    private static boolean isTcp(Flow flow) {
        return flow.protocol() == IpProtocol.TCP;
    }

    private void identity() {
        own("flow_id", (connection, line) -> line.number(connection.last().flowId()));
        own(
                "in_iface",
                (connection, line) ->
                        line.foreign(interfaces.apply(connection.last().observationPoint())));
        ofFlow("vlan", (line, flow) -> number(line, flow.vlanCount() > 0, flow.outerVlan()));
        own("src_ip", (connection, line) -> {
            Flow flow = connection.last();
            line.address(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
        });
        ofFlow("src_port", (line, flow) -> number(line, hasPorts(flow), flow.initiatorPort()));
        own("dest_ip", (connection, line) -> {
            Flow flow = connection.last();
            line.address(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        });
        ofFlow("dest_port", (line, flow) -> number(line, hasPorts(flow), flow.responderPort()));
        own(
                "proto",
                (connection, line) ->
                        line.word(ProtocolName.of(connection.last().protocol())));
        ofFlow("icmp_type", (line, flow) -> number(line, isIcmp(flow), flow.initiatorPort()));
        ofFlow("icmp_code", (line, flow) -> number(line, isIcmp(flow), flow.responderPort()));
    }

    private void outcome() {
        own("app_proto", (connection, line) -> {
            Service service = connection.last().findings().service();
            line.word(service == null ? "" : service.toString());
        });
        own(
                "app_proto_guessed",
                (connection, line) -> line.flag(connection.last().findings().isGuessed()));
        own(
                "state",
                (connection, line) -> line.word(
                        isTcp(connection.last()) ? connection.last().tcpState().name() : ""));
        own("history", (connection, line) -> {
            StringBuilder history = new StringBuilder();
            if (isTcp(connection.last())) {
                connection.last().appendHistory(history);
            }
            line.word(history.toString());
        });
        own(
                "direction_guessed",
                (connection, line) -> line.flag(connection.last().isDirectionGuessed()));
        own(
                "end_reason",
                (connection, line) -> line.word(connection.last().endReason().label()));
        own("parts", (connection, line) -> line.number(connection.last().part()));
        own("start", (connection, line) -> line.time(connection.startNs()));
        own("end", (connection, line) -> line.time(connection.endNs()));
        own("duration_s", (connection, line) -> line.seconds(connection.endNs() - connection.startNs()));
    }

    /** A count for each direction. */
    private interface Counter {
        long of(Connection connection, int direction);
    }

    private void byDirection(String name, boolean ofTcp, Counter counter) {
        for (int i = 0; i < DIRECTIONS.length; i++) {
            int direction = i;
            own(name + "_" + DIRECTIONS[direction], (connection, line) -> {
                if (!ofTcp || isTcp(connection.last())) {
                    line.number(counter.of(connection, direction));
                } else {
                    line.none();
                }
            });
        }
    }

    private void counters() {
        byDirection("packets", false, Connection::packets);
        byDirection("octets", false, Connection::octets);
        byDirection("frame_octets", false, Connection::frameOctets);
        byDirection("payload_octets", false, Connection::payloadOctets);
    }

    private void tcp() {
        for (int i = 0; i < FLAGS.length; i++) {
            int flag = i;
            byDirection(FLAGS[flag] + "_packets", true, (connection, direction) -> connection.flags(direction, flag));
        }
        byDirection("retransmitted", true, Connection::retransmitted);
        byDirection("out_of_order", true, Connection::outOfOrder);
        byDirection("duplicate_acks", true, Connection::duplicateAcks);
        byDirection("zero_windows", true, Connection::zeroWindows);
        byDirection("missed_octets", true, Connection::missedOctets);
        ofFlow("synack_us", (line, flow) -> number(line, isTcp(flow) && flow.synAckMicros() >= 0, flow.synAckMicros()));
        ofFlow("ack_us", (line, flow) -> number(line, isTcp(flow) && flow.ackMicros() >= 0, flow.ackMicros()));
    }

    private void kdd() {
        own("kdd_duration", (connection, line) -> line.number((connection.endNs() - connection.startNs()) / NS_PER_S));
        own("kdd_protocol_type", (connection, line) -> line.word(protocolType(connection.last())));
        own("kdd_service", (connection, line) -> line.word(KddService.of(connection.last())));
        own("kdd_flag", (connection, line) -> line.word(flag(connection.last())));
        own("kdd_src_bytes", (connection, line) -> line.number(connection.payloadOctets(Flow.FORWARD)));
        own("kdd_dst_bytes", (connection, line) -> line.number(connection.payloadOctets(Flow.REVERSE)));
        own("kdd_land", (connection, line) -> line.flag(isLand(connection.last())));
        own("kdd_wrong_fragment", (connection, line) -> {
            Course course = connection.course();
            if (course == null) {
                line.none();
            } else {
                line.number(course.wrongFragments());
            }
        });
        own(
                "kdd_urgent",
                (connection, line) ->
                        line.number(connection.flags(Flow.FORWARD, URG) + connection.flags(Flow.REVERSE, URG)));
    }

    private static String protocolType(Flow flow) {
        return isIcmp(flow) ? "icmp" : ProtocolName.of(flow.protocol()).toLowerCase(Locale.ROOT);
    }

    private static String flag(Flow flow) {
        return isTcp(flow) ? flow.tcpState().name() : TcpState.SF.name();
    }

    private static boolean isLand(Flow flow) {
        return hasPorts(flow)
                && flow.initiatorPort() == flow.responderPort()
                && flow.initiatorHi() == flow.responderHi()
                && flow.initiatorLo() == flow.responderLo();
    }

    /** What a column writes of the course of a connection's packets, if they were followed. */
    private interface CourseWriting {
        void write(Course course, CsvLine line);
    }

    private void ofCourse(String name, CourseWriting writing) {
        packets.add(new Column(name, (connection, line) -> {
            Course course = connection.course();
            if (course == null) {
                line.none();
            } else {
                writing.write(course, line);
            }
        }));
    }

    private void statistics() {
        ofCourse(
                "packets_followed",
                (course, line) -> line.number(course.sizes(Course.BOTH).count()));
        for (int i = 0; i < WAYS.length; i++) {
            int way = i;
            moments("size", WAYS[way], course -> course.sizes(way), CsvLine::number, CsvLine::decimal);
        }
        for (int i = 0; i < WAYS.length; i++) {
            int way = i;
            moments(
                    "gap_s",
                    WAYS[way],
                    course -> course.gaps(way),
                    CsvLine::seconds,
                    (line, ns) -> line.seconds(Math.round(ns)));
        }
    }

    private interface WholeWriting {
        void write(CsvLine line, long value);
    }

    private interface RealWriting {
        void write(CsvLine line, double value);
    }

    private interface Measured {
        Moments of(Course course);
    }

    private void moments(String what, String way, Measured measured, WholeWriting whole, RealWriting real) {
        moment(what + "_min_" + way, measured, (moments, line) -> whole.write(line, moments.least()));
        moment(what + "_max_" + way, measured, (moments, line) -> whole.write(line, moments.greatest()));
        moment(what + "_mean_" + way, measured, (moments, line) -> real.write(line, moments.mean()));
        moment(what + "_std_" + way, measured, (moments, line) -> real.write(line, moments.deviation()));
    }

    private interface MomentWriting {
        void write(Moments moments, CsvLine line);
    }

    private void moment(String name, Measured measured, MomentWriting writing) {
        ofCourse(name, (course, line) -> {
            Moments moments = measured.of(course);
            if (moments.count() == 0) {
                line.none();
            } else {
                writing.write(moments, line);
            }
        });
    }

    private void firsts(int count) {
        for (int i = 0; i < count; i++) {
            int packet = i;
            first("first_size_" + (i + 1), packet, (course, line) -> line.number(course.firstSize(packet)));
            first(
                    "first_direction_" + (i + 1),
                    packet,
                    (course, line) -> line.number(course.isFirstReverse(packet) ? -1 : 1));
            first("first_gap_s_" + (i + 1), packet, (course, line) -> line.seconds(course.firstGap(packet)));
        }
    }

    private void first(String name, int packet, CourseWriting writing) {
        ofCourse(name, (course, line) -> {
            if (packet < course.firsts()) {
                writing.write(course, line);
            } else {
                line.none();
            }
        });
    }
}
