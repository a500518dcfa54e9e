package vedette.features;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import vedette.capture.Frame;
import vedette.decode.ArpMessage;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.flow.PacketListener;
import vedette.net.IpProtocol;
import vedette.net.LinkType;
import vedette.net.ProtocolName;

/**
 * Writes a line for each frame, in the order of capture, with the flow it was counted in. Of each frame it is told that it begins,
 * then what was counted, then that it is over. A line whose fragment waits for its flow keeps the lines behind it waiting too,
 * {@value #MOST_LINES} at the most; then it goes without.
 */
public final class PacketTable implements PacketListener {
    static final int MOST_LINES = 65_536;

    static final List<String> COLUMNS = List.of(
            "index",
            "time",
            "in_iface",
            "link_type",
            "captured_length",
            "original_length",
            "src_mac",
            "dest_mac",
            "vlan",
            "src_ip",
            "dest_ip",
            "proto",
            "src_port",
            "dest_port",
            "icmp_type",
            "icmp_code",
            "ip_octets",
            "payload_octets",
            "ttl",
            "tcp_flags",
            "fragment_id",
            "fragment_offset",
            "result",
            "flow_id",
            "direction");

    private static final String[] DIRECTIONS = {"fwd", "rev"};
    private static final long NOBODY = -1;

    private static final class Line {
        private final byte[] text;
        private long flowId = NOBODY;
        private int direction;
        private boolean isWaiting;

        private Line(byte[] text) {
            this.text = text;
        }
    }

    private final OutputStream out;
    private final IntFunction<String> interfaces;
    private final Packet packet = new Packet();
    private final CsvLine csv = new CsvLine();
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final Map<Long, List<Line>> held = new HashMap<>();
    private Line line = new Line(new byte[0]);
    private long frames;

    /**
     * Writes the line with the names.
     *
     * @param interfaces names of the observation points
     */
    public PacketTable(OutputStream out, IntFunction<String> interfaces) throws IOException {
        this.out = out;
        this.interfaces = interfaces;
        COLUMNS.forEach(csv::word);
        csv.end();
        out.write(csv.take());
    }

    /** A frame begins. */
    public void onFrame(Frame frame) {
        csv.begin();
        csv.number(++frames);
        csv.time(frame.timestampNs());
        csv.foreign(interfaces.apply(frame.observationPoint()));
        csv.number(frame.linkType());
        csv.number(frame.capturedLength());
        csv.number(frame.originalLength());
        DecodeResult result = packet.wrap(
                frame.bytes(), frame.offset(), frame.capturedLength(), frame.originalLength(), frame.linkType());
        mac(frame, packet.sourceMac());
        mac(frame, packet.destinationMac());
        known(packet.vlanCount() > 0, packet.outerVlan());
        if (result == DecodeResult.OK) {
            headers();
        } else {
            ignored();
        }
        csv.word(result.label());
        line = new Line(csv.take());
    }

    private void mac(Frame frame, long mac) {
        if (mac == 0 && frame.linkType() != LinkType.ETHERNET) {
            csv.none();
        } else {
            csv.mac(mac);
        }
    }

    private void known(boolean isKnown, long value) {
        if (isKnown) {
            csv.number(value);
        } else {
            csv.none();
        }
    }

    private void headers() {
        int protocol = packet.protocol();
        boolean transport = packet.hasTransport();
        boolean ports = transport && IpProtocol.hasPorts(protocol);
        boolean icmp = transport && IpProtocol.isIcmp(protocol);
        csv.address(packet.ipVersion(), packet.sourceHi(), packet.sourceLo());
        csv.address(packet.ipVersion(), packet.destinationHi(), packet.destinationLo());
        csv.word(ProtocolName.of(protocol));
        known(ports, packet.sourcePort());
        known(ports, packet.destinationPort());
        known(icmp, icmp ? packet.icmp().type() : 0);
        known(icmp, icmp ? packet.icmp().code() : 0);
        csv.number(packet.ipOctets());
        csv.number(packet.payloadOctets());
        csv.number(packet.ttl());
        if (transport && protocol == IpProtocol.TCP) {
            csv.hexOctet(packet.tcp().flags());
        } else {
            csv.none();
        }
        known(packet.isFragment(), Integer.toUnsignedLong(packet.fragmentId()));
        known(packet.isFragment(), packet.fragmentOffset());
    }

    /** Of what is not metered, ARP alone says who speaks to whom. */
    private void ignored() {
        int fields = COLUMNS.indexOf("result") - COLUMNS.indexOf("src_ip");
        if (packet.hasArp()) {
            ArpMessage arp = packet.arp();
            csv.address(4, 0, arp.senderAddress());
            csv.address(4, 0, arp.targetAddress());
            csv.word("ARP");
            fields -= 3;
        }
        for (int i = 0; i < fields; i++) {
            csv.none();
        }
    }

    @Override
    public void onPacket(Flow flow, int direction, Packet counted, long timestampNs) {
        line.flowId = flow.flowId();
        line.direction = direction;
    }

    @Override
    public void onHeld(long datagram, Packet counted, long timestampNs) {
        line.isWaiting = true;
        held.computeIfAbsent(datagram, key -> new ArrayList<>()).add(line);
    }

    @Override
    public void onJoined(long datagram, Flow flow, int direction) {
        List<Line> waiting = held.remove(datagram);
        if (waiting != null) {
            for (Line each : waiting) {
                each.flowId = flow.flowId();
                each.direction = direction;
                each.isWaiting = false;
            }
        }
    }

    /** The frame is over. */
    public void afterFrame(Frame frame) {
        lines.add(line);
        while (!lines.isEmpty() && (!lines.element().isWaiting || lines.size() > MOST_LINES)) {
            write(lines.remove());
        }
    }

    private void write(Line written) {
        csv.goOn();
        if (written.flowId == NOBODY) {
            csv.none();
            csv.none();
        } else {
            csv.number(written.flowId);
            csv.word(DIRECTIONS[written.direction]);
        }
        csv.end();
        try {
            out.write(written.text);
            out.write(csv.take());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything has been told. */
    public void finish() throws IOException {
        while (!lines.isEmpty()) {
            write(lines.remove());
        }
        out.flush();
    }
}
