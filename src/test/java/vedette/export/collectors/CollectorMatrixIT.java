package vedette.export.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix;
import vedette.flow.Flow;

/**
 * What each collector tells of each format we send, compared with the flows that were metered: times, octets, packets, flags,
 * ports, tags and whatever else it keeps. A cell holds what is right, but for the faults that are known of that collector.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorMatrixIT {
    private final Map<Format, List<byte[]>> messages = new LinkedHashMap<>();
    private Path folder = Path.of("");
    private List<Flow> flows = List.of();
    private @Nullable List<Map.Entry<Long, Row>> printedByNfacctd;

    @BeforeAll
    void aReplaySendsItsFlowsInEveryFormat(@TempDir Path shared) throws IOException {
        folder = shared;
        ObservationPoints points = new ObservationPoints();
        points.add("eth0", 2);
        flows = new MixedTraffic().flows(folder);
        for (Format format : Format.all()) {
            messages.put(format, format.messages(flows, points));
        }
    }

    @Test
    void theTrafficHoldsWhatCollectorsMustTellApart() {
        assertThat(flows.stream().map(Flow::ipVersion)).contains(4, 6);
        assertThat(flows.stream().map(Flow::protocol)).contains(1, 6, 17, 50, 58, 132);
        assertThat(flows.stream().map(Flow::vlanCount)).contains(0, 1, 2);
        assertThat(flows.stream().map(Flow::part)).as("parts of a long flow").contains(2, 3);
        assertThat(flows).as("all three fragments").anyMatch(flow -> flow.octets(0) == 2968 && flow.packets(0) == 3);
        assertThat(flows)
                .as("both fragments, tagged")
                .anyMatch(flow -> flow.ipVersion() == 6
                        && flow.outerVlan() == 8
                        && flow.packets(0) == 2
                        && flow.responderPort() == 6000);
        assertThat(flows)
                .as("a fragment whose header never came")
                .anyMatch(flow -> flow.ipVersion() == 6 && flow.isFragmentsOnly() && flow.fragmentFlags() == 0x20);
        assertThat(flows).as("one direction only").anyMatch(flow -> flow.packets(1) == 0);
    }

    /** Read strictly: what collectors must not take for flows or for loss. */
    @TestFactory
    Stream<DynamicTest> optionsOfEveryKindStandAmongTheFlows() {
        return messages.keySet().stream()
                .filter(Format::isIpfix)
                .map(format -> dynamicTest(
                        format.name(),
                        () -> assertThat(StrictIpfix.options(read(format)).stream()
                                        .flatMap(record -> record.values().keySet().stream()))
                                .contains(
                                        "interfaceName",
                                        "exportedFlowRecordTotalCount",
                                        "ignoredPacketTotalCount",
                                        "last observationTimeMilliseconds",
                                        "notSentFlowTotalCount",
                                        "flowKeyIndicator",
                                        "informationElementName",
                                        "vedetteAlertId")));
    }

    private List<StrictIpfix.Message> read(Format format) {
        StrictIpfix collector = new StrictIpfix(StrictIpfix.Transport.UDP);
        return messages.getOrDefault(format, List.of()).stream()
                .map(collector::read)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyCellIsRightButForKnownFaults() {
        return messages.keySet().stream()
                .flatMap(format -> Stream.of(Collector.values())
                        .filter(collector -> collector.notApplicable(format) == null)
                        .map(collector -> dynamicTest(
                                format.name() + " to " + collector.title(), () -> check(collector, format))));
    }

    private void check(Collector collector, Format format) throws Exception {
        List<Row> expected = Row.of(flows, format).stream()
                .map(row -> collector.tells(row, format))
                .toList();
        assertThat(told(collector, format))
                .as("known faults: %s", collector.faults(format))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<Row> told(Collector collector, Format format) throws Exception {
        Path own = Files.createTempDirectory(folder, format.name());
        List<byte[]> some = messages.getOrDefault(format, List.of());
        return switch (collector) {
            case NFCAPD -> Readers.nfcapd(some, Row.of(flows, format).size(), own);
            case NFACCTD -> printedByNfacctd(format);
            case TSHARK -> Readers.tshark(some, own);
            case IPFIX_DUMP -> Readers.ipfixDump(some, own);
        };
    }

    /** It takes seconds to print what it has, so it is given all formats at once, each in a domain of its own. */
    private List<Row> printedByNfacctd(Format format) throws Exception {
        List<Map.Entry<Long, Row>> printed = printedByNfacctd;
        if (printed == null) {
            int rows = messages.keySet().stream()
                    .mapToInt(each -> Row.of(flows, each).size())
                    .sum();
            printed = Readers.nfacctd(messages, rows, folder);
            printedByNfacctd = printed;
        }
        List<Row> own = new ArrayList<>();
        for (Map.Entry<Long, Row> row : printed) {
            if (row.getKey() == format.domain()) {
                own.add(row.getValue());
            }
        }
        return own;
    }
}
