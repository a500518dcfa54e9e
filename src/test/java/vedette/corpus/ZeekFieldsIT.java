package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import vedette.detect.DetectConfig;
import vedette.export.ExportCounters;
import vedette.export.zeek.LogFormat;
import vedette.export.zeek.LogsInMemory;
import vedette.export.zeek.ZeekCut;
import vedette.export.zeek.ZeekLogs;

/** Holds our conn.log against Zeek's, field by field. What differs is explained in {@code src/docs/zeek.md}. */
class ZeekFieldsIT {
    private static final Set<String> NO_TUNNEL = Set.of("-", "(empty)");

    /** Baselines of scripts that filter packets away, or hide what lies in tunnels. */
    private static final Set<String> LEFT_OUT =
            Set.of("core.pcap.dynamic-filter", "scripts.base.frameworks.netcontrol.packetfilter", "core.skip_analyzer");

    /** Baselines run bare: there Zeek knows no services, and no server's port. */
    private static final String BARE = "scripts.base.frameworks.logging.";

    private static final List<String> COUNTED = List.of(
            "orig_pkts", "orig_ip_bytes", "resp_pkts", "resp_ip_bytes", "orig_bytes", "resp_bytes", "missed_bytes");

    @Test
    void connectionsAreThoseOfZeeksOwnTests() throws IOException {
        Corpus.require();
        ZeekFields fields = new ZeekFields();
        for (Corpus.Told told : Corpus.toldBy("zeek")) {
            String name = told.truth().getFileName().toString().replace(".conn.log", "");
            if (isWhole(told.truth()) && !LEFT_OUT.contains(name) && !name.startsWith(BARE)) {
                ZeekCut theirs = baseline(told.truth());
                fields.hold(name, ours(told.capture()), outsideTunnels(theirs), false);
            }
        }
        System.out.println(fields);
        assertThat(fields.pairs()).as(fields.toString()).isGreaterThanOrEqualTo(100);
        for (String field : COUNTED) {
            assertThat(fields.equalPart(field)).as(field + " " + fields).isGreaterThan(0.94);
        }
        for (String field : List.of("id.orig_h", "id.orig_p", "id.resp_p", "conn_state", "history", "ip_proto")) {
            assertThat(fields.equalPart(field)).as(field + " " + fields).isGreaterThan(0.94);
        }
        for (String field : List.of("local_orig", "local_resp", "duration", ZeekFields.SERVICE_OF_BOTH)) {
            assertThat(fields.equalPart(field)).as(field + " " + fields).isGreaterThan(0.7);
        }
    }

    /** Zeek's version 2, which knew no NTP; matched by ends and start time. */
    @Test
    void eightHoursOfATrojanAreThoseOfAnOlderZeek() throws IOException {
        Path capture = Corpus.PCAPS.resolve("c2/iot23_42-1_trojan_8h.pcap");
        Path log = Corpus.PCAPS.resolve("flows/iot23-42-1.conn.log.labeled.gz");
        assumeTrue(Files.exists(capture) && Files.exists(log), "no corpus at " + Corpus.PCAPS);
        ZeekFields fields = new ZeekFields();
        fields.hold("iot23-42-1", ours(capture), outsideTunnels(packed(log)), true);
        System.out.println(fields);
        assertThat(fields.pairs()).as(fields.toString()).isGreaterThanOrEqualTo(3900);
        for (String field : List.of("id.orig_h", "id.orig_p", "id.resp_p")) {
            assertThat(fields.equalPart(field)).as(field + " " + fields).isEqualTo(1);
        }
        for (String field : List.of("orig_bytes", "resp_bytes", "conn_state", "missed_bytes", "history", "resp_pkts")) {
            assertThat(fields.equalPart(field)).as(field + " " + fields).isGreaterThan(0.98);
        }
        for (String field : List.of(ZeekFields.SERVICE_OF_BOTH, "duration", "orig_pkts", "orig_ip_bytes")) {
            assertThat(fields.equalPart(field)).as(field + " " + fields).isGreaterThan(0.8);
        }
    }

    /** Some baselines are only what a test cut out of a log. */
    private static boolean isWhole(Path log) throws IOException {
        return Files.readString(log).contains("\n#separator ");
    }

    private static ZeekCut baseline(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return ZeekCut.of(String.join(
                        "\n",
                        lines.stream().filter(line -> !line.startsWith("###")).toList()) + "\n");
    }

    /** Its labels stand in the last column, after blanks. */
    private static ZeekCut packed(Path log) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
            return ZeekCut.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\r|   [^\\t\\n]*", ""));
        }
    }

    private static List<Map<String, String>> outsideTunnels(ZeekCut log) {
        return log.records().stream()
                .filter(record -> NO_TUNNEL.contains(record.getOrDefault("tunnel_parents", "-")))
                .toList();
    }

    private static List<Map<String, String>> ours(Path capture) throws IOException {
        LogsInMemory files = new LogsInMemory();
        ExportCounters counters = new ExportCounters(System::nanoTime);
        ZeekLogs logs = new ZeekLogs(LogFormat.TSV, files, DetectConfig.DEFAULT.localNets(), "sensor1", counters);
        Replay.of(capture, flow -> {
            try {
                logs.onFlow(flow);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        logs.flush();
        logs.close();
        assertThat(counters.splits()).isZero();
        return files.cut("conn.log").records();
    }
}
