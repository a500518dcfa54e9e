package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packets and octets of each conversation, held against four other meters. What differs, whose count is right and why is told
 * in {@code src/docs/flows.md}, "Against other meters".
 */
class SecondOpinionIT {
    private static final double ENOUGH = 0.99;

    /** nDPI opens CAPWAP, and drops what inside is no IP. */
    private static final String CAPWAP = "benign/apps/capwap_4a2c.pcap (capwap.pcap.out)";
    /** Frames whose length is less than what was captured of them. */
    private static final String LENGTHS_TOO_SMALL = "scan/lbl_enterprise_1h_hdr.pcap";

    /** Zeek counts no packet of a wrong checksum. */
    private static final String WRONG_CHECKSUMS =
            "tunnel/zeek/vxlan-encapsulated-igmp-v2_24bd.pcap (core.tunnels.vxlan-unknown-internal-packet.conn.log)";

    /** Zeek's logs of other packets than the capture holds, or of a tunnel's inside only. */
    private static final Set<String> OF_OTHER_PACKETS = Set.of(
            "core.pcap.dynamic-filter.conn.log",
            "core.pcap.read-trace-with-filter.conn.log",
            "scripts.base.frameworks.netcontrol.packetfilter.conn.log",
            "core.skip_analyzer.conn.log");

    @BeforeEach
    void theCorpusIsThere() {
        Corpus.require();
    }

    @Test
    void ndpiCountsTheSamePacketsAndFrameOctets() throws Exception {
        SecondOpinion ndpi = new SecondOpinion(
                "nDPI",
                true,
                Habit.FIRST_FRAGMENTS_ONLY,
                Habit.CAPTURED_OCTETS,
                Habit.TRUE_LENGTHS_ONLY,
                Habit.NO_FABRIC_PATH);
        for (Corpus.Told told : Corpus.toldBy("ndpi")) {
            ndpi.hold(told.capture(), told.name(), NdpiOutput.read(told.truth()));
        }
        agrees(ndpi, 190, CAPWAP);
    }

    @Test
    void arkimeCountsTheSamePacketsAndFrameOctets() throws Exception {
        SecondOpinion arkime = new SecondOpinion("Arkime", true);
        for (Corpus.Told told : Corpus.toldBy("arkime")) {
            arkime.hold(told.capture(), told.name(), ArkimeSessions.read(told.truth()));
        }
        agrees(arkime, 85);
    }

    @Test
    void zeekCountsTheSamePacketsAndIpOctetsOutsideTunnels() throws Exception {
        SecondOpinion zeek = new SecondOpinion("Zeek", false);
        for (Corpus.Told told : Corpus.toldBy("zeek")) {
            Tally outsideTunnels = ZeekLog.read(told.truth());
            String log = told.truth().getFileName().toString();
            if (!outsideTunnels.isEmpty() && !OF_OTHER_PACKETS.contains(log)) {
                zeek.hold(told.capture(), told.name(), outsideTunnels);
            }
        }
        agrees(zeek, 40, WRONG_CHECKSUMS);
    }

    @Test
    void tsharkReadsTheSamePacketsAndFrameOctets(@TempDir Path directory) throws Exception {
        SecondOpinion tshark = new SecondOpinion("tshark", true, Habit.NO_PORTS_IN_LATER_FRAGMENTS);
        for (String folder : List.of("benign", "beacon_synth", "c2", "flood", "lab", "mixed", "recon", "scan")) {
            Map<Path, Tally> read = TsharkFrames.read(Corpus.captures(folder), directory);
            for (Map.Entry<Path, Tally> capture : read.entrySet()) {
                tshark.hold(capture.getKey(), Corpus.name(capture.getKey()), capture.getValue());
            }
        }
        agrees(tshark, 300, LENGTHS_TOO_SMALL);
    }

    private static void agrees(SecondOpinion opinion, int captures, String... otherwise) {
        System.out.println(opinion);
        assertThat(opinion.unexplained().keySet()).containsExactlyInAnyOrder(otherwise);
        assertThat(opinion.equalPart()).as(opinion.toString()).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(opinion.captures()).isGreaterThan(captures);
    }
}
