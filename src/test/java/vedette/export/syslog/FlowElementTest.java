package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.export.ExportCounters;
import vedette.export.ObservationPoints;
import vedette.export.SyslogConfig;
import vedette.export.json.JsonLines;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

class FlowElementTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", null);

    private static StrictSyslog.Message read(Flow flow, int most) {
        byte[] message = SyslogEncoder.of(SyslogConfig.DEFAULT, IDENTITY, most).of(flow, "eth1");
        assertThat(message.length).isLessThanOrEqualTo(most);
        return StrictSyslog.read(message);
    }

    /** The line of JSON, its objects dissolved, times to the microsecond. */
    private static Map<String, String> json(Flow flow) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ObservationPoints points = new ObservationPoints();
        points.add("eth1", 1);
        JsonLines lines = new JsonLines(out, points, new ExportCounters(System::nanoTime));
        lines.onFlow(flow);
        lines.flush();
        Map<String, String> flat = new LinkedHashMap<>();
        flatten(JSON.readTree(out.toByteArray()), flat);
        flat.remove("timestamp");
        flat.remove("event_type");
        flat.replaceAll((name, value) -> value.replaceFirst("^(\\d{4}-.*\\.\\d{6})\\d{3}Z$", "$1Z"));
        return flat;
    }

    private static void flatten(JsonNode node, Map<String, String> flat) {
        node.properties().forEach(entry -> {
            if (entry.getValue().isObject()) {
                flatten(entry.getValue(), flat);
            } else if (entry.getValue().isArray()) {
                List<String> items = new ArrayList<>();
                entry.getValue().forEach(item -> items.add(item.asText()));
                flat.put(entry.getKey(), String.join(", ", items));
            } else {
                flat.put(entry.getKey(), entry.getValue().asText());
            }
        });
    }

    @Test
    void aFlowRecordIsOneMessage() {
        byte[] message = SyslogEncoder.of(SyslogConfig.DEFAULT, IDENTITY, 2048)
                .of(FlowRecords.tcp().flow(), "eth1");
        assertThat(new String(message, StandardCharsets.UTF_8))
                .isEqualTo("<134>1 2023-11-14T22:13:20.080000Z sensor1 vedette 4242 FLOW"
                        + " [vedette@32473 flow_id=\"4503599627370503\" src_ip=\"10.0.0.1\" src_port=\"40000\""
                        + " dest_ip=\"10.0.0.2\" dest_port=\"443\" proto=\"TCP\" start=\"2023-11-14T22:13:20.000000Z\""
                        + " end=\"2023-11-14T22:13:20.080000Z\" pkts_toserver=\"5\" pkts_toclient=\"4\""
                        + " bytes_toserver=\"250\" bytes_toclient=\"240\""
                        + " community_id=\"1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=\" part=\"1\" end_reason=\"end\" state=\"SF\""
                        + " history=\"ShAFaf\" tcp_flags_ts=\"13\" tcp_flags_tc=\"13\" direction=\"initiator\""
                        + " in_iface=\"eth1\" start_toclient=\"2023-11-14T22:13:20.010000Z\""
                        + " end_toserver=\"2023-11-14T22:13:20.080000Z\" end_toclient=\"2023-11-14T22:13:20.070000Z\""
                        + " frame_bytes_toserver=\"320\" frame_bytes_toclient=\"296\"]"
                        + "[origin software=\"vedette\" swVersion=\"1.0\"][meta sequenceId=\"1\"]"
                        + " TCP 10.0.0.1:40000 > 10.0.0.2:443 SF, 5 packets 250 octets, back 4 packets 240 octets");
    }

    @Test
    void itHoldsWhatJsonHoldsUnderTheSameNamesButSomeZeros() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            Flow flow = FlowRecords.random(new Random(seed)).flow();
            Map<String, String> told = read(flow, 8192).data().get("vedette@32473");
            Map<String, String> expected = json(flow);
            expected.keySet().removeIf(name -> !told.containsKey(name) && isSparedZero(name, expected.get(name)));
            assertThat(told).as("seed %d", seed).containsExactlyInAnyOrderEntriesOf(expected);
        }
    }

    private static boolean isSparedZero(String name, String value) {
        return value.equals("0")
                && name.matches("(retransmitted|out_of_order|dup_ack|zero_window|missed_octets)_to(server|client)");
    }

    @Test
    void overUdpWhatMattersFits() {
        for (int seed = 0; seed < 500; seed++) {
            Flow flow = FlowRecords.random(new Random(seed)).flow();
            assertThat(read(flow, 1180).data().get("vedette@32473"))
                    .containsKeys("dest_ip", "end", "bytes_toclient", "part", "end_reason", "direction", "in_iface");
        }
    }

    @Test
    void lossesAndTimesOfTheHandshakeAreTold() {
        Flow flow = FlowRecords.tcp()
                .missed(Flow.REVERSE, 4711)
                .handshake(FlowRecords.MIDNIGHT_NS, FlowRecords.MIDNIGHT_NS + 9_999, FlowRecords.MIDNIGHT_NS + 20_000)
                .flow();
        assertThat(read(flow, 2048).data().get("vedette@32473"))
                .containsEntry("missed_octets_toclient", "4711")
                .containsEntry("synack_us", "9")
                .containsEntry("ack_us", "10")
                .doesNotContainKey("missed_octets_toserver");
    }

    @Test
    void anIpv6AddressWithAPortStandsInBracketsInTheText() {
        Flow flow = FlowRecords.udp()
                .ipv6(0x20010db800000000L, 1, 0x20010db800000000L, 2)
                .flow();
        assertThat(read(flow, 2048).text())
                .isEqualTo("UDP [2001:db8::1]:5353 > [2001:db8::2]:53, 1 packets 60 octets, back 1 packets 120 octets");
    }
}
