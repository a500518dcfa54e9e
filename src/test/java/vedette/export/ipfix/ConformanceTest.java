package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vedette.Tools;
import vedette.content.Samples;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.export.CollectorConfig;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IgnoredPackets;
import vedette.export.IpfixConfig;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.export.ipfix.StrictIpfix.Message;
import vedette.export.ipfix.StrictIpfix.TemplateRecord;
import vedette.export.ipfix.StrictIpfix.Transport;
import vedette.export.transport.TcpSender;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.VlanKey;

/**
 * What every exporter of IPFIX must show, whatever it sends over: requirements of RFC 7011, 5103, 5610 and 7125 by the numbers
 * of src/docs/conformance.md (e01 to e45) and the tests of RFC 5471 by their section. Each message is read strictly, which is a
 * test of its own; the sets are looked at once more as octets.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConformanceTest {
    static final long DOMAIN = 7;
    static final long ENTERPRISE = 32473;

    static final IgnoredPackets IGNORED =
            new IgnoredPackets(5, 300, FlowRecords.MIDNIGHT_NS + 1_000_000, FlowRecords.MIDNIGHT_NS + 7_999_999);

    static final MeteringProcess METERING = new MeteringProcess(VlanKey.OUTER, true, () -> IGNORED);

    private static final int FLOWS = 400;
    private static final int ALERTS = 20;
    private static final int LEAST_DATA_SET = 256;
    private static final int REVERSE = 29305;
    private static final int CERT = 6871;

    final ObservationPoints points = new ObservationPoints();
    private final Map<IpfixProfile, List<byte[]>> sent = new EnumMap<>(IpfixProfile.class);

    ConformanceTest() {
        points.add("eth0", 2);
        points.add("\u00fcplink", 3);
    }

    /** What an exporter is given. */
    @FunctionalInterface
    interface Script {
        void give(Exporter exporter) throws IOException;
    }

    /** Lets an exporter be given what the script says, flushes and closes it. Returns the messages that came of it. */
    abstract List<byte[]> export(IpfixProfile profile, ExportCounters counters, Script script) throws Exception;

    /** Gives a collector over a connection what the script says, and all of it. */
    final void give(CollectorConfig config, ExportCounters counters, Script script) throws Exception {
        Exporter exporter = IpfixStreamExporter.replay(
                        TcpSender.replay(config, Tools.DEADLINE),
                        config,
                        IpfixConfig.DEFAULT,
                        ObservationDomains.fixed(DOMAIN),
                        points,
                        counters,
                        Tools.DEADLINE)
                .withMetering(METERING)
                .withOwnElements(ENTERPRISE, "sensor1");
        script.give(exporter);
        exporter.flush();
        exporter.close();
        assertThat(droppedByExporter(counters)).isZero();
    }

    private List<byte[]> export(IpfixProfile profile, Script script) throws Exception {
        return export(profile, new ExportCounters(System::nanoTime), script);
    }

    /** E-32: where a message ends is known from its length alone. */
    static List<byte[]> split(byte[] octets) {
        List<byte[]> messages = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(octets);
        while (rest.hasRemaining()) {
            byte[] message = new byte[rest.getShort(rest.position() + 2) & 0xFFFF];
            rest.get(message);
            messages.add(message);
        }
        return messages;
    }

    /** What the exporter dropped: before it there is no queue here, so that such drops are a test's own. */
    static long droppedByExporter(ExportCounters counters) {
        return counters.droppedRecords()
                - counters.dropped(DropReason.QUEUE_FULL).records()
                + counters.alerts().droppedRecords();
    }

    abstract Transport transport();

    private static Alert alert(int number) {
        String message = number % 3 == 0 ? "long ".repeat(60) + "\u00e9" : "short";
        Finding finding = new Finding(
                Level.MEDIUM,
                90,
                "T1046",
                FlowRecords.MIDNIGHT_NS,
                FlowRecords.MIDNIGHT_NS + 1_000_000_000L,
                number,
                message,
                new Evidence().put("score", 0.5));
        return Findings.alert(
                AlertType.SCAN_VERTICAL,
                number % 2 == 0
                        ? Findings.between("2001:db8::1", "2001:db8::/64", 22)
                        : Findings.between("192.0.2.1", "10.0.0.2", 443),
                finding);
    }

    /** One of each kind and many of any, of two interfaces, alerts between them. */
    private static List<FlowRecords> flows() {
        Random random = new Random(5471);
        List<FlowRecords> flows = new ArrayList<>();
        flows.add(FlowRecords.tcp());
        flows.add(FlowRecords.tcp().id(77, 1).closed(FlowRecords.MIDNIGHT_NS, EndReason.ACTIVE));
        flows.add(FlowRecords.tcp().id(77, 2).counted(Flow.FORWARD, 1, 41));
        flows.add(FlowRecords.udp().without(Flow.REVERSE));
        flows.add(FlowRecords.udp().fragments(9, true));
        flows.add(FlowRecords.udp().initiatorGuessed());
        while (flows.size() < FLOWS) {
            flows.add(FlowRecords.random(random)
                    .observationPoint(random.nextInt(2))
                    .says(Samples.random(random)));
        }
        flows.sort((a, b) -> Long.compare(a.flow().closedNs(), b.flow().closedNs()));
        return flows;
    }

    private List<byte[]> sent(IpfixProfile profile) throws Exception {
        List<byte[]> messages = sent.get(profile);
        if (messages == null) {
            messages = export(profile, exporter -> {
                List<FlowRecords> flows = flows();
                for (int i = 0; i < FLOWS; i++) {
                    exporter.onFlow(flows.get(i).flow());
                    if (i % (FLOWS / ALERTS) == 0) {
                        exporter.onAlert(alert(i));
                    }
                }
            });
            sent.put(profile, messages);
        }
        return messages;
    }

    final List<Message> read(List<byte[]> octets) {
        StrictIpfix collector = new StrictIpfix(transport());
        return octets.stream().map(collector::read).toList();
    }

    private List<Message> messages(IpfixProfile profile) throws Exception {
        return read(sent(profile));
    }

    private List<DataRecord> flowRecords(IpfixProfile profile) throws Exception {
        return StrictIpfix.flows(messages(profile));
    }

    /** A set as octets, without its header. */
    private record Part(int id, ByteBuffer body) {}

    private static List<Part> sets(byte[] message) {
        List<Part> sets = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message).position(16);
        while (in.hasRemaining()) {
            int id = in.getShort() & 0xFFFF;
            int length = in.getShort() & 0xFFFF;
            sets.add(new Part(id, in.slice(in.position(), length - 4)));
            in.position(in.position() + length - 4);
        }
        return sets;
    }

    /** A field as its template record has it. */
    private record Spec(int id, int length, long enterprise, boolean hasBit) {}

    /** A template record. */
    private record Definition(long domain, int id, int scopes, List<Spec> fields) {
        boolean has(int element, long enterprise) {
            return fields.stream().anyMatch(field -> field.id == element && field.enterprise == enterprise);
        }

        boolean isVariable() {
            return fields.stream().anyMatch(field -> field.length == 65535);
        }

        int recordLength() {
            return fields.stream().mapToInt(Spec::length).sum();
        }
    }

    private List<Definition> definitions(IpfixProfile profile) throws Exception {
        List<Definition> definitions = new ArrayList<>();
        for (byte[] message : sent(profile)) {
            for (Part set : sets(message)) {
                while (set.id < LEAST_DATA_SET && set.body.hasRemaining()) {
                    definitions.add(definition(ByteBuffer.wrap(message).getInt(12) & 0xFFFF_FFFFL, set));
                }
            }
        }
        return definitions;
    }

    private static Definition definition(long domain, Part set) {
        ByteBuffer in = set.body;
        int id = in.getShort() & 0xFFFF;
        int count = in.getShort() & 0xFFFF;
        int scopes = set.id == 3 ? in.getShort() & 0xFFFF : 0;
        List<Spec> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int element = in.getShort() & 0xFFFF;
            int length = in.getShort() & 0xFFFF;
            boolean bit = (element & 0x8000) != 0;
            fields.add(new Spec(element & 0x7FFF, length, bit ? in.getInt() & 0xFFFF_FFFFL : 0, bit));
        }
        return new Definition(domain, id, scopes, fields);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc5471n31whatIsSentArrives(IpfixProfile profile) throws Exception {
        assertThat(flowRecords(profile)).hasSizeGreaterThanOrEqualTo(FLOWS);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc5471n321recordsOfFixedLengthComeBackAsTheyWentIn(IpfixProfile profile) throws Exception {
        List<Map<String, Object>> expected = new ArrayList<>();
        for (FlowRecords record : flows()) {
            Flow flow = record.flow();
            int own = flow.packets(Flow.FORWARD) > 0 ? Flow.FORWARD : Flow.REVERSE;
            expected.add(ExpectedRecord.of(flow, profile, own, flow.observationPoint() + 2, true));
            if (profile == IpfixProfile.UNIFLOW && own == Flow.FORWARD && flow.packets(Flow.REVERSE) > 0) {
                expected.add(ExpectedRecord.of(flow, profile, Flow.REVERSE, flow.observationPoint() + 2, true));
            }
        }
        assertThat(flowRecords(profile).stream().map(DataRecord::values)).containsExactlyElementsOf(expected);
    }

    @Test
    void rfc5471n322valuesOfVariableLengthComeBackAsTheyWentIn() throws Exception {
        List<String> told = StrictIpfix.options(messages(IpfixProfile.BIFLOW)).stream()
                .filter(record -> record.values().containsKey("vedetteMessage"))
                .map(record -> (String) record.values().get("vedetteMessage"))
                .toList();
        assertThat(told).hasSize(ALERTS);
        assertThat(told).anyMatch(text -> text.length() < 255).anyMatch(text -> text.length() > 255);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e26nothingIsWithdrawn(IpfixProfile profile) throws Exception {
        assertThat(definitions(profile)).noneMatch(definition -> definition.fields.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc5471n331elementsOfEnterprisesAreThoseTheProfileIsFor(IpfixProfile profile) throws Exception {
        Set<Long> ofFlows = new HashSet<>();
        Set<Long> ofOptions = new HashSet<>();
        for (Definition definition : definitions(profile)) {
            for (Spec field : definition.fields) {
                (definition.scopes == 0 ? ofFlows : ofOptions).add(field.enterprise);
            }
        }
        Set<Long> allowed = switch (profile) {
            case UNIFLOW -> Set.of(0L);
            case BIFLOW, FULL -> Set.of(0L, (long) REVERSE);
            case SILK -> Set.of(0L, (long) REVERSE, (long) CERT);
        };
        assertThat(ofFlows).containsAll(allowed);
        ofFlows.removeAll(allowed);
        assertThat(ofFlows).as("of our own, in the full profile alone").isEqualTo(ownIn(profile));
        assertThat(ofOptions).containsExactlyInAnyOrder(0L, ENTERPRISE);
    }

    private static Set<Long> ownIn(IpfixProfile profile) {
        return profile == IpfixProfile.FULL ? Set.of(ENTERPRISE) : Set.of();
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc5471n351manyRecordsStandInOneSet(IpfixProfile profile) throws Exception {
        List<byte[]> octets = export(profile, exporter -> {
            for (int i = 0; i < 1_000; i++) {
                exporter.onFlow(FlowRecords.tcp().id(i, 1).flow());
            }
        });
        List<Message> messages = read(octets);
        assertThat(StrictIpfix.flows(messages)).hasSize(profile == IpfixProfile.UNIFLOW ? 2_000 : 1_000);
        assertThat(messages)
                .anyMatch(message -> StrictIpfix.flows(List.of(message)).size() > 2);
        for (byte[] message : octets) {
            assertThat(sets(message).stream()
                            .filter(set -> set.id >= LEAST_DATA_SET)
                            .map(Part::id))
                    .as("sets of one template")
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e24aTemplateIdMeansOneThingInASession(IpfixProfile profile) throws Exception {
        Map<List<Long>, Definition> known = new HashMap<>();
        for (Definition definition : definitions(profile)) {
            Definition before = known.put(List.of(definition.domain, (long) definition.id), definition);
            assertThat(before == null || before.equals(definition))
                    .as("template %d", definition.id)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e01everyMessageSaysItsVersionAndItsLength(IpfixProfile profile) throws Exception {
        for (byte[] message : sent(profile)) {
            assertThat(message[0] << 8 | message[1]).isEqualTo(10);
            assertThat((message[2] & 0xFF) << 8 | message[3] & 0xFF).isEqualTo(message.length);
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e02exportTimesNeverGoBack(IpfixProfile profile) throws Exception {
        assertThat(messages(profile)).extracting(Message::exportTime).isSorted();
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e03sequenceNumberCountsDataRecordsBeforeAndTemplatesNot(IpfixProfile profile) throws Exception {
        Map<Long, Long> records = new HashMap<>();
        boolean templatesAmongThem = false;
        for (Message message : messages(profile)) {
            assertThat(message.sequence()).isEqualTo(records.getOrDefault(message.domain(), 0L));
            templatesAmongThem |= message.sequence() > 0 && !message.templates().isEmpty();
            records.merge(message.domain(), (long) message.records().size(), Long::sum);
        }
        assertThat(templatesAmongThem).isTrue();
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e04eachDomainHasACounterOfItsOwn(IpfixProfile profile) throws Exception {
        Set<Long> beginAtZero = new HashSet<>();
        for (Message message : messages(profile)) {
            if (message.sequence() == 0) {
                beginAtZero.add(message.domain());
            }
        }
        assertThat(beginAtZero).containsExactlyInAnyOrder(0L, DOMAIN, DOMAIN ^ 0x8000_0000L);
    }

    /** The counter that a collector holds its own against, and what it will never get. */
    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e05whatWasDroppedIsToldInTheSameUnitAsWhatWasSentAndIsNoGap(IpfixProfile profile) throws Exception {
        ExportCounters counters = new ExportCounters(System::nanoTime);
        FlowRecords twoWays = FlowRecords.tcp();
        FlowRecords oneWay = FlowRecords.udp().without(Flow.REVERSE);
        List<Message> messages = read(export(profile, counters, exporter -> {
            exporter.onFlow(twoWays.flow());
            exporter.onFlow(oneWay.flow());
            counters.dropped(DropReason.QUEUE_FULL).add(twoWays.flow());
            counters.dropped(DropReason.QUEUE_FULL).add(oneWay.flow());
            exporter.onFlow(twoWays.flow());
            exporter.onFlow(oneWay.flow());
        }));
        int each = profile == IpfixProfile.UNIFLOW ? 3 : 2;
        assertThat(StrictIpfix.flows(messages)).hasSize(2 * each);
        List<DataRecord> statistics = StrictIpfix.options(messages).stream()
                .filter(record -> record.template() == OptionsTemplates.EXPORTER_STATISTICS.id())
                .toList();
        assertThat(last(statistics).values())
                .containsEntry("exportedFlowRecordTotalCount", 2L * each)
                .containsEntry("notSentFlowTotalCount", (long) each);
        List<DataRecord> reliability = StrictIpfix.options(messages).stream()
                .filter(record -> record.template() == OptionsTemplates.EXPORTING_RELIABILITY.id())
                .toList();
        assertThat(last(reliability).number("notSentFlowTotalCount")).isEqualTo(each);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e06optionsOfNoDomainStandInDomainZeroFlowsNever(IpfixProfile profile) throws Exception {
        for (Message message : messages(profile)) {
            boolean anyFlow = message.records().stream().anyMatch(record -> !record.isOptions());
            assertThat(!anyFlow || message.domain() == DOMAIN).isTrue();
            boolean statistics = message.records().stream()
                    .anyMatch(record -> record.values().containsKey("exportingProcessId")
                            || record.values().containsKey("meteringProcessId"));
            assertThat(!statistics || message.domain() == 0).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e07setsAreOfTemplatesOptionsTemplatesOrOneTemplatesRecords(IpfixProfile profile) throws Exception {
        Set<Integer> kinds = new HashSet<>();
        for (byte[] message : sent(profile)) {
            for (Part set : sets(message)) {
                assertThat(set.id == 2 || set.id == 3 || set.id >= LEAST_DATA_SET)
                        .as("set %d", set.id)
                        .isTrue();
                kinds.add(Math.min(set.id, LEAST_DATA_SET));
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder(2, 3, LEAST_DATA_SET);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e08nothingIsPadded(IpfixProfile profile) throws Exception {
        Map<List<Long>, Definition> known = new HashMap<>();
        definitions(profile)
                .forEach(definition -> known.put(List.of(definition.domain, (long) definition.id), definition));
        int looked = 0;
        for (byte[] message : sent(profile)) {
            long domain = ByteBuffer.wrap(message).getInt(12) & 0xFFFF_FFFFL;
            for (Part set : sets(message)) {
                Definition definition = known.get(List.of(domain, (long) set.id));
                if (definition != null && !definition.isVariable()) {
                    assertThat(set.body.remaining() % definition.recordLength()).isZero();
                    looked++;
                }
            }
        }
        assertThat(looked).isGreaterThan(100);
        assertThat(definitions(profile)).noneMatch(definition -> definition.has(210, 0));
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e09theEnterpriseBitStandsWhereANumberDoes(IpfixProfile profile) throws Exception {
        for (Definition definition : definitions(profile)) {
            assertThat(definition.fields).allMatch(field -> field.hasBit == field.enterprise > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e10everyOptionsTemplateHasAScopeAndMoreThanThat(IpfixProfile profile) throws Exception {
        List<Definition> options =
                definitions(profile).stream().filter(d -> d.scopes > 0).toList();
        assertThat(options).isNotEmpty().allMatch(definition -> definition.scopes < definition.fields.size());
        Set<Integer> optionsIds = new HashSet<>();
        options.forEach(definition -> optionsIds.add(definition.id));
        for (Message message : messages(profile)) {
            assertThat(message.records())
                    .allMatch(record -> record.isOptions() == optionsIds.contains(record.template()));
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc5471n342scopesOfOneElementAndOfTwoAreSent(IpfixProfile profile) throws Exception {
        Map<Integer, List<Integer>> scopes = new HashMap<>();
        for (Definition definition : definitions(profile)) {
            scopes.put(
                    definition.id,
                    definition.fields.stream()
                            .limit(definition.scopes)
                            .map(Spec::id)
                            .toList());
        }
        assertThat(scopes)
                .as("the interface; the domain before what is in it")
                .containsEntry(OptionsTemplates.INTERFACE.id(), List.of(10))
                .containsEntry(OptionsTemplates.METERING_STATISTICS.id(), List.of(149, 143))
                .containsEntry(OptionsTemplates.FLOW_KEYS.id(), List.of(149, 145))
                .containsEntry(OptionsTemplates.ELEMENT_TYPE.id(), List.of(346, 303));
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e11templatesAndOptionsTemplatesShareTheirIds(IpfixProfile profile) throws Exception {
        Set<Integer> flows = new HashSet<>();
        Set<Integer> options = new HashSet<>();
        for (Definition definition : definitions(profile)) {
            assertThat(definition.id).isBetween(LEAST_DATA_SET, 65535);
            (definition.scopes == 0 ? flows : options).add(definition.id);
        }
        assertThat(flows).isNotEmpty().doesNotContainAnyElementsOf(options);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e12noFlowTemplateHasAnElementTwice(IpfixProfile profile) throws Exception {
        for (Definition definition : definitions(profile)) {
            if (definition.scopes == 0) {
                assertThat(definition.fields.stream().map(field -> List.of((long) field.id, field.enterprise)))
                        .as("template %d", definition.id)
                        .doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e13addressesAreAsLongAsTheyAre(IpfixProfile profile) throws Exception {
        Map<Integer, Integer> lengths = Map.of(8, 4, 12, 4, 27, 16, 28, 16, 56, 6, 80, 6);
        for (Definition definition : definitions(profile)) {
            for (Spec field : definition.fields) {
                boolean isAddress = field.enterprise == 0 && lengths.containsKey(field.id);
                assertThat(!isAddress || field.length == lengths.get(field.id)).isTrue();
            }
        }
    }

    @Test
    void e14stringsAreUtf8() throws Exception {
        assertThat(StrictIpfix.options(messages(IpfixProfile.BIFLOW)))
                .as("an interface with a letter outside ASCII")
                .anyMatch(record -> "\u00fcplink".equals(record.values().get("interfaceName")));
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e15timesAreMillisecondsOfUnixAndNtpForNanoseconds(IpfixProfile profile) throws Exception {
        long ms = FlowRecords.MIDNIGHT_NS / 1_000_000;
        List<DataRecord> records = flowRecords(profile);
        assertThat(records).anyMatch(record -> record.number("flowStartMilliseconds") == ms);
        for (DataRecord record : records) {
            if (record.values().containsKey("flowStartNanoseconds")) {
                assertThat(record.number("flowStartNanoseconds") / 1_000_000)
                        .isEqualTo(record.number("flowStartMilliseconds"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e16numbersAloneAreSentInFewerOctetsAndThenInOneTwoFourOrEight(IpfixProfile profile) throws Exception {
        Set<Integer> whole = Set.of(8, 12, 27, 28, 56, 80, 82, 96, 152, 153, 156, 157, 323, 340, 341, 459, 460, 468);
        for (Definition definition : definitions(profile)) {
            for (Spec field : definition.fields) {
                boolean number = (field.enterprise == 0 || field.enterprise == REVERSE) && !whole.contains(field.id);
                assertThat(!number || Set.of(1, 2, 4, 8).contains(field.length))
                        .as("element %d in %d octets", field.id, field.length)
                        .isTrue();
            }
        }
    }

    @Test
    void e17lengthsUpTo254TakeOneOctetAndLongerOnesThree() throws Exception {
        List<Spec> variable = definitions(IpfixProfile.BIFLOW).stream()
                .flatMap(definition -> definition.fields.stream())
                .filter(field -> field.length == 65535)
                .toList();
        assertThat(variable).isNotEmpty();
        byte[] text = "long ".repeat(60).getBytes(StandardCharsets.US_ASCII);
        byte[] shorter = "short".getBytes(StandardCharsets.US_ASCII);
        List<Integer> before = new ArrayList<>();
        for (byte[] message : sent(IpfixProfile.BIFLOW)) {
            int at = indexOf(message, text);
            if (at >= 0) {
                assertThat(message[at - 3] & 0xFF).isEqualTo(255);
                assertThat((message[at - 2] & 0xFF) << 8 | message[at - 1] & 0xFF)
                        .isGreaterThanOrEqualTo(text.length);
                before.add(3);
            }
            at = indexOf(message, shorter);
            if (at >= 0) {
                assertThat(message[at - 1]).isEqualTo((byte) shorter.length);
                before.add(1);
            }
        }
        assertThat(before).contains(1, 3);
    }

    private static int indexOf(byte[] message, byte[] text) {
        for (int at = 0; at + text.length <= message.length; at++) {
            if (Arrays.equals(message, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
        return -1;
    }

    /** No file and no interface has a coarser clock than that. */
    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e18timesAreOfMillisecondsAndFinerInTheFullProfileAloneAsTheyWereMetered(IpfixProfile profile)
            throws Exception {
        Set<Integer> finer = new HashSet<>();
        for (Definition definition : definitions(profile)) {
            definition.fields.stream()
                    .map(Spec::id)
                    .filter(id -> id >= 154 && id <= 159)
                    .forEach(finer::add);
        }
        assertThat(finer).isEqualTo(profile == IpfixProfile.FULL ? Set.of(156, 157) : Set.of());
        if (profile == IpfixProfile.FULL) {
            List<Long> metered =
                    flows().stream().map(record -> firstNs(record.flow())).toList();
            assertThat(flowRecords(profile))
                    .extracting(record -> record.number("flowStartNanoseconds"))
                    .isEqualTo(metered);
        }
    }

    private static long firstNs(Flow flow) {
        return flow.firstNs(flow.packets(Flow.FORWARD) > 0 ? Flow.FORWARD : Flow.REVERSE);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e19aFlowToldInPartsHasDeltaCounters(IpfixProfile profile) throws Exception {
        List<DataRecord> parts = flowRecords(profile).stream()
                .filter(record -> record.number("flowId") == 77
                        && "10.0.0.1".equals(record.values().get("sourceIPv4Address")))
                .toList();
        assertThat(parts)
                .extracting(record -> record.number("packetDeltaCount"))
                .containsExactlyInAnyOrder(5L, 1L);
        assertThat(definitions(profile)).noneMatch(definition -> definition.has(85, 0) || definition.has(86, 0));
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e20noDataOffsetIsInTheTcpFlags(IpfixProfile profile) throws Exception {
        List<DataRecord> tcp = flowRecords(profile).stream()
                .filter(record -> record.values().containsKey("tcpControlBits"))
                .toList();
        assertThat(tcp).isNotEmpty().allMatch(record -> record.number("tcpControlBits") < 256);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e21templatesGoBeforeTheirRecordsAndFirstInTheirMessage(IpfixProfile profile) throws Exception {
        Set<List<Long>> known = new HashSet<>();
        for (byte[] message : sent(profile)) {
            long domain = ByteBuffer.wrap(message).getInt(12) & 0xFFFF_FFFFL;
            for (Part set : sets(message)) {
                if (set.id >= LEAST_DATA_SET) {
                    assertThat(known).contains(List.of(domain, (long) set.id));
                }
                while (set.id < LEAST_DATA_SET && set.body.hasRemaining()) {
                    known.add(List.of(domain, (long) definition(domain, set).id));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e25templatesGoOutOncePerSessionWhereNothingIsLost(IpfixProfile profile) throws Exception {
        if (transport() != Transport.UDP) {
            assertThat(definitions(profile).stream().map(d -> List.of(d.domain, (long) d.id)))
                    .doesNotHaveDuplicates();
        } else {
            assertThat(definitions(profile)).as("three copies over UDP (e23)").hasSizeGreaterThan(30);
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e39whatHasAReverseTellsTheTwoEndsApart(IpfixProfile profile) throws Exception {
        for (Definition definition : definitions(profile)) {
            boolean biflow = definition.fields.stream().anyMatch(field -> field.enterprise == REVERSE);
            assertThat(!biflow || definition.has(8, 0) || definition.has(27, 0)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e40nothingIsReversedThatCannotBe(IpfixProfile profile) throws Exception {
        Set<Integer> never = Set.of(40, 41, 42, 137, 145, 148, 149, 163, 164, 165, 166, 167, 168, 173, 210, 239);
        for (Definition definition : definitions(profile)) {
            assertThat(definition.fields).noneMatch(field -> field.enterprise == REVERSE && never.contains(field.id));
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e41aFlowWithoutAnAnswerHasATemplateWithoutReverse(IpfixProfile profile) throws Exception {
        for (DataRecord record : flowRecords(profile)) {
            boolean reverse = record.values().keySet().stream().anyMatch(name -> name.startsWith("reverse"));
            assertThat(!reverse || record.number("reversePacketDeltaCount") > 0).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e42thePartsOfAFlowKeepItsDirection(IpfixProfile profile) throws Exception {
        List<DataRecord> parts = flowRecords(profile).stream()
                .filter(record -> record.number("flowId") == 77 && record.number("biflowDirection") == 1)
                .toList();
        assertThat(parts)
                .hasSize(2)
                .allMatch(record -> "10.0.0.1".equals(record.values().get("sourceIPv4Address")));
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e43everyFlowRecordSaysItsDirection(IpfixProfile profile) throws Exception {
        assertThat(flowRecords(profile)).allMatch(record -> record.number("biflowDirection") <= 2);
        assertThat(flowRecords(profile)).anyMatch(record -> record.number("biflowDirection") == 0);
    }

    @Test
    void e44theReverseOfAnElementOfCertHasItsBit() throws Exception {
        List<Definition> biflows = definitions(IpfixProfile.SILK).stream()
                .filter(definition -> definition.has(1, REVERSE))
                .toList();
        assertThat(biflows).isNotEmpty();
        for (Definition definition : biflows) {
            assertThat(definition.has(40, CERT)).isTrue();
            assertThat(definition.has(40 | 0x4000, CERT)).isTrue();
            assertThat(definition.has(21 | 0x4000, CERT)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e45whatWasExportedIsTold(IpfixProfile profile) throws Exception {
        List<DataRecord> told = StrictIpfix.options(messages(profile)).stream()
                .filter(record -> record.values().containsKey("exportedFlowRecordTotalCount"))
                .toList();
        assertThat(told).isNotEmpty();
        assertThat(told.get(told.size() - 1).number("exportedFlowRecordTotalCount"))
                .isEqualTo(flowRecords(profile).size());
    }

    private List<DataRecord> optionsOf(IpfixProfile profile, Template template) throws Exception {
        return StrictIpfix.options(messages(profile)).stream()
                .filter(record -> record.template() == template.id())
                .toList();
    }

    private static DataRecord last(List<DataRecord> records) {
        assertThat(records).isNotEmpty();
        return records.get(records.size() - 1);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc7011n41whatTheMeteringProcessOfADomainHasExportedIsTold(IpfixProfile profile) throws Exception {
        List<Message> flows = messages(profile).stream()
                .filter(message -> message.domain() == DOMAIN)
                .toList();
        assertThat(last(optionsOf(profile, OptionsTemplates.METERING_STATISTICS))
                        .values())
                .isEqualTo(Map.of(
                        "observationDomainId",
                        DOMAIN,
                        "meteringProcessId",
                        1L,
                        "exportedMessageTotalCount",
                        (long) flows.size(),
                        "exportedFlowRecordTotalCount",
                        (long) flowRecords(profile).size(),
                        "exportedOctetTotalCount",
                        flows.stream().mapToLong(Message::length).sum()));
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc7011n42whatWasNotMeteredIsToldWithTheTimesOfTheFirstAndTheLast(IpfixProfile profile) throws Exception {
        long ms = FlowRecords.MIDNIGHT_NS / 1_000_000;
        assertThat(last(optionsOf(profile, OptionsTemplates.METERING_RELIABILITY))
                        .values())
                .isEqualTo(Map.of(
                        "observationDomainId", 0L,
                        "meteringProcessId", 1L,
                        "ignoredPacketTotalCount", 5L,
                        "ignoredOctetTotalCount", 300L,
                        "observationTimeMilliseconds", ms + 1,
                        "last observationTimeMilliseconds", ms + 7));
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc7011n43whatWasNotSentIsToldWithTheTimesOfTheFirstAndTheLastDrop(IpfixProfile profile) throws Exception {
        assertThat(optionsOf(profile, OptionsTemplates.EXPORTING_RELIABILITY))
                .as("nothing was lost")
                .isEmpty();
        AtomicLong nowMs = new AtomicLong(1_700_000_000_123L);
        ExportCounters counters = new ExportCounters(() -> nowMs.get() * 1_000_000);
        List<Message> messages = read(export(profile, counters, exporter -> {
            exporter.onFlow(FlowRecords.tcp().flow());
            counters.dropped(DropReason.QUEUE_FULL).add(3, 30, 300);
            nowMs.addAndGet(77);
            counters.dropped(DropReason.QUEUE_FULL).add(1, 10, 100);
        }));
        List<DataRecord> told = StrictIpfix.options(messages).stream()
                .filter(record -> record.template() == OptionsTemplates.EXPORTING_RELIABILITY.id())
                .toList();
        assertThat(last(told).values())
                .containsEntry("exportingProcessId", 1L)
                .containsEntry("notSentFlowTotalCount", 4L)
                .containsEntry("notSentPacketTotalCount", 40L)
                .containsEntry("notSentOctetTotalCount", 400L)
                .containsEntry("observationTimeMilliseconds", 1_700_000_000_123L)
                .containsEntry("last observationTimeMilliseconds", 1_700_000_000_200L);
    }

    private static final Set<String> KEYS = Set.of(
            "sourceIPv4Address",
            "destinationIPv4Address",
            "sourceIPv6Address",
            "destinationIPv6Address",
            "sourceTransportPort",
            "destinationTransportPort",
            "protocolIdentifier",
            "icmpTypeCodeIPv4",
            "icmpTypeCodeIPv6",
            "ingressInterface",
            "dot1qVlanId",
            "vlanId");

    private static long keysOf(TemplateRecord template) {
        long indicator = 0;
        for (int i = 0; i < template.fields().size(); i++) {
            indicator |= KEYS.contains(template.fields().get(i)) ? 1L << i : 0;
        }
        return indicator;
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void rfc7011n44theFlowKeysOfATemplateAreToldBetweenItAndItsFirstRecord(IpfixProfile profile) throws Exception {
        Map<Long, Long> templates = new HashMap<>();
        Set<Long> told = new HashSet<>();
        for (Message message : messages(profile)) {
            if (message.domain() == DOMAIN) {
                message.templates().forEach(template -> templates.put((long) template.id(), keysOf(template)));
            }
            for (DataRecord record : message.records()) {
                if (!record.isOptions()) {
                    assertThat(told).contains((long) record.template());
                } else if (record.template() == OptionsTemplates.FLOW_KEYS.id()) {
                    assertThat(message.domain()).isZero();
                    assertThat(record.number("observationDomainId")).isEqualTo(DOMAIN);
                    long id = record.number("templateId");
                    assertThat(record.number("flowKeyIndicator")).isEqualTo(templates.get(id));
                    told.add(id);
                }
            }
        }
        assertThat(told).isEqualTo(templates.keySet()).hasSizeGreaterThan(20);
    }

    @Test
    void rfc5610typesOfElementsInFlowsGoBeforeTheFirstTemplateThatHasThem() throws Exception {
        Set<String> told = new HashSet<>();
        for (Message message : messages(IpfixProfile.FULL)) {
            if (message.domain() == DOMAIN && !message.templates().isEmpty()) {
                assertThat(told).hasSize(15 + 5);
            }
            for (DataRecord record : message.records()) {
                if (message.domain() == 0 && record.values().containsKey("informationElementName")) {
                    told.add((String) record.values().get("informationElementName"));
                }
            }
        }
        assertThat(told).contains("vedetteTcpState", "reverseVedetteMissedOctetCount");
    }

    @Test
    void rfc5610typesGoBeforeTheFirstRecordThatHasTheElement() throws Exception {
        List<String> told = new ArrayList<>();
        int alerts = 0;
        for (Message message : messages(IpfixProfile.BIFLOW)) {
            for (DataRecord record : message.records()) {
                if (record.values().containsKey("informationElementName")) {
                    assertThat(message.domain()).isEqualTo(DOMAIN ^ 0x8000_0000L);
                    told.add((String) record.values().get("informationElementName"));
                } else if (record.values().containsKey("vedetteAlertId")) {
                    assertThat(told).hasSizeGreaterThanOrEqualTo(AlertElement.values().length);
                    alerts++;
                }
            }
        }
        assertThat(alerts).isEqualTo(ALERTS);
    }
}
