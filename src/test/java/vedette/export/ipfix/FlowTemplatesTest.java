package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vedette.export.IpfixProfile;

class FlowTemplatesTest {
    private static final Path LEDGER = Path.of("src/docs/ipfix-templates.txt");

    /** Counters, times, flags and headers: each direction has its own. */
    private static final Set<Integer> TWO_WAY =
            Set.of(1, 2, 5, 6, 52, 53, 152, 153, 156, 157, 161, 184, 186, 218, 219, 220, 221, 222, 223, 352);

    private static List<Template> all() {
        List<Template> all = new ArrayList<>();
        for (IpfixProfile profile : IpfixProfile.values()) {
            all.addAll(new FlowTemplates(profile).all());
        }
        all.addAll(new FlowTemplates(IpfixProfile.FULL, 32473).all());
        all.add(OptionsTemplates.INTERFACE);
        all.add(OptionsTemplates.EXPORTER_STATISTICS);
        all.add(OptionsTemplates.METERING_STATISTICS);
        all.add(OptionsTemplates.METERING_RELIABILITY);
        all.add(OptionsTemplates.EXPORTING_RELIABILITY);
        all.add(OptionsTemplates.FLOW_KEYS);
        return all;
    }

    /** Those whose records say their own lengths. */
    private static List<Template> ofVariableLength() {
        return List.of(
                OptionsTemplates.ELEMENT_TYPE, OptionsTemplates.alertIpv4(32473), OptionsTemplates.alertIpv6(32473));
    }

    private static String line(Template template) {
        StringBuilder line = new StringBuilder().append(template.id()).append(':');
        for (int i = 0; i < template.fieldCount(); i++) {
            Field field = template.field(i);
            line.append(' ')
                    .append(owner(field))
                    .append(field.element().id())
                    .append('/')
                    .append(field.length());
        }
        return line.toString();
    }

    private static String owner(Field field) {
        if (field.enterprise() == Field.REVERSE) {
            return "r";
        }
        if (field.enterprise() == CertElement.ENTERPRISE) {
            return "cert ";
        }
        return field.enterprise() == 0 ? "" : "own ";
    }

    /**
     * Collectors remember what an id means: a line of this ledger may never change. Lines are added with
     * {@code -Dgolden.update=true}.
     */
    @Test
    void e24aTemplateIdMeansOneLayoutForEver() throws IOException {
        String now = Stream.concat(all().stream(), ofVariableLength().stream())
                .map(FlowTemplatesTest::line)
                .collect(Collectors.joining("\n", "", "\n"));
        String ledger = Files.readString(LEDGER);
        String head = ledger.lines().filter(line -> line.startsWith("#")).collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(LEDGER, head + now);
        }
        assertThat(ledger).isEqualTo(head + now);
    }

    /** Wireshark reads no longer ones unless it is told to. */
    @Test
    void noTemplateHasMoreThan60Fields() {
        assertThat(all()).allMatch(template -> template.fieldCount() <= 60);
    }

    @Test
    void whatTheLedgerGaveUpIsNotUsedAgain() throws IOException {
        List<Integer> givenUp = Files.readString(LEDGER)
                .lines()
                .filter(line -> line.matches("# [0-9]+: .*"))
                .map(line -> Integer.valueOf(line.substring(2, line.indexOf(':'))))
                .toList();
        assertThat(givenUp).hasSize(12);
        assertThat(all()).extracting(Template::id).doesNotContainAnyElementsOf(givenUp);
    }

    @Test
    void idsAreTheirOwnAndAbove255() {
        assertThat(all()).extracting(Template::id).doesNotHaveDuplicates().allMatch(id -> id >= 256 && id <= 65535);
    }

    @Test
    void everyTemplateAndItsRecordsFitIntoTheShortestMessage() {
        int room = 512 - IpfixMessage.HEADER_LENGTH - IpfixMessage.SET_HEADER_LENGTH;
        for (Template template : all()) {
            boolean pair = template.id() >= 0x300 && template.id() < 0x400;
            assertThat(template.definitionLength())
                    .as("template %d", template.id())
                    .isLessThanOrEqualTo(room);
            assertThat(template.recordLength() * (pair ? 2 : 1))
                    .as("records of template %d", template.id())
                    .isLessThanOrEqualTo(room);
        }
    }

    @Test
    void onlyTheFullProfileHasElementsOfOurOwnAndOnlyOnceTheyHaveANumber() {
        for (IpfixProfile profile : IpfixProfile.values()) {
            boolean hasOwn = profile == IpfixProfile.FULL;
            assertThat(new FlowTemplates(profile, 32473).hasOwn()).isEqualTo(hasOwn);
            assertThat(new FlowTemplates(profile, 0).hasOwn()).isFalse();
            for (Template template : new FlowTemplates(profile, 32473).all()) {
                assertThat(isOwned(template, 32473))
                        .as("template %d", template.id())
                        .isEqualTo(hasOwn);
            }
            for (Template template : new FlowTemplates(profile, 0).all()) {
                assertThat(isOwned(template, 0))
                        .as("template %d", template.id())
                        .isFalse();
            }
        }
    }

    private static boolean isOwned(Template template, long enterprise) {
        for (int i = 0; i < template.fieldCount(); i++) {
            Element element = template.field(i).element();
            boolean own = element instanceof FlowElement
                    || element instanceof EnterpriseReverse reverse && reverse.element() instanceof FlowElement;
            if (own) {
                assertThat(template.field(i).enterprise()).isEqualTo(enterprise);
                return true;
            }
        }
        return false;
    }

    @Test
    void theFullProfileTellsBothDirectionsOfWhateverHasTwo() {
        for (Template template : new FlowTemplates(IpfixProfile.FULL).all()) {
            Set<Integer> reversed = new TreeSet<>();
            Set<Integer> twoWay = new TreeSet<>();
            for (int i = 0; i < template.fieldCount(); i++) {
                int id = template.field(i).element().id();
                if (template.field(i).isReverse()) {
                    reversed.add(id);
                } else if (TWO_WAY.contains(id)) {
                    twoWay.add(id);
                }
            }
            assertThat(reversed).as("template %d", template.id()).isEqualTo(template.isBiflow() ? twoWay : Set.of());
            assertThat(twoWay)
                    .as("template %d", template.id())
                    .hasSizeGreaterThanOrEqualTo(template.id() < 0x800 ? 11 : 8);
        }
    }

    @Test
    void onlyTheSilkProfileHasElementsOfCert() {
        for (IpfixProfile profile : IpfixProfile.values()) {
            for (Template template : new FlowTemplates(profile).all()) {
                boolean cert = false;
                for (int i = 0; i < template.fieldCount(); i++) {
                    cert |= template.field(i).enterprise() == CertElement.ENTERPRISE;
                }
                assertThat(cert).as("template %d", template.id()).isEqualTo(profile == IpfixProfile.SILK);
            }
        }
    }

    @Test
    void everyOptionsTemplateFitsIntoTheShortestMessage() {
        assertThat(ofVariableLength()).allMatch(template -> template.definitionLength() <= 512 - 16 - 4);
        assertThat(ofVariableLength())
                .extracting(Template::id)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(all().stream().map(Template::id).toList());
    }

    @Test
    void definitionsAreAsLongAsTheySay() {
        ByteBuffer out = ByteBuffer.allocate(1024);
        for (Template template :
                Stream.concat(all().stream(), ofVariableLength().stream()).toList()) {
            for (int i = 0; i < out.capacity(); i++) {
                out.put(i, (byte) 0x5A);
            }
            template.putDefinition(out, 100);
            int length = template.definitionLength();
            assertThat(out.get(99)).isEqualTo((byte) 0x5A);
            assertThat(out.getInt(100 + length)).isEqualTo(0x5A5A5A5A);
            assertThat(out.getShort(100) & 0xFFFF).isEqualTo(template.id());
        }
    }
}
