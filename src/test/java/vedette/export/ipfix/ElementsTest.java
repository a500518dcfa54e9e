package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import vedette.export.IpfixProfile;

/** Our table of information elements against the facts of the registries. */
class ElementsTest {
    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");

    private static List<String> facts() throws IOException {
        try (InputStream facts = ElementsTest.class.getResourceAsStream("elements.txt")) {
            return new String(facts.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** As the registry spells it: UNSIGNED8 is unsigned8, DATE_TIME_MILLISECONDS dateTimeMilliseconds. */
    private static String camel(Enum<?> constant) {
        return UNDERSCORE
                .matcher(constant.name().toLowerCase(Locale.ROOT))
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    private static String fact(long enterprise, Element element, boolean semanticsStated) {
        Semantics usual = element.type() == DataType.STRING ? Semantics.DEFAULT : Semantics.QUANTITY;
        String semantics = semanticsStated || element.semantics() != usual ? camel(element.semantics()) : "-";
        return String.join(
                " ",
                Long.toString(enterprise),
                Integer.toString(element.id()),
                element.label(),
                camel(element.type()),
                semantics,
                element.isReversible() ? "yes" : "no");
    }

    @Test
    void everyElementIsWhatItsRegistrySays() throws IOException {
        List<String> facts = facts();
        List<String> ours = new ArrayList<>();
        for (InformationElement element : InformationElement.values()) {
            boolean stated = facts.contains(fact(0, element, true));
            ours.add(fact(0, element, stated));
        }
        for (CertElement element : CertElement.values()) {
            ours.add(fact(CertElement.ENTERPRISE, element, true));
        }
        assertThat(ours).containsExactlyElementsOf(facts);
    }

    @Test
    void everyElementInTheTableIsSent() {
        Set<Element> sent = new HashSet<>();
        List<Template> templates = new ArrayList<>(List.of(
                OptionsTemplates.INTERFACE,
                OptionsTemplates.EXPORTER_STATISTICS,
                OptionsTemplates.METERING_STATISTICS,
                OptionsTemplates.METERING_RELIABILITY,
                OptionsTemplates.EXPORTING_RELIABILITY,
                OptionsTemplates.FLOW_KEYS,
                OptionsTemplates.ELEMENT_TYPE,
                OptionsTemplates.alertIpv4(1),
                OptionsTemplates.alertIpv6(1)));
        for (IpfixProfile profile : IpfixProfile.values()) {
            templates.addAll(new FlowTemplates(profile, 1).all());
        }
        for (Template template : templates) {
            for (int i = 0; i < template.fieldCount(); i++) {
                sent.add(template.field(i).element());
            }
        }
        assertThat(sent)
                .containsAll(EnumSet.allOf(InformationElement.class))
                .containsAll(EnumSet.allOf(CertElement.class))
                .containsAll(EnumSet.allOf(FlowElement.class))
                .containsAll(EnumSet.allOf(AlertElement.class));
    }

    @Test
    void idsAndNamesOfOurOwnAreUnique() {
        List<OwnElement> own = new ArrayList<>(List.of(AlertElement.values()));
        own.addAll(List.of(FlowElement.values()));
        assertThat(own).extracting(Element::id).doesNotHaveDuplicates().allMatch(id -> id > 0 && id < 0x4000);
        assertThat(own).extracting(Element::label).doesNotHaveDuplicates().allMatch(name -> name.startsWith("vedette"));
    }

    @Test
    void e40whatIsOfNoDirectionHasNoReverse() {
        assertThat(EnumSet.allOf(InformationElement.class))
                .filteredOn(element -> !element.isReversible())
                .contains(
                        InformationElement.FLOW_ID,
                        InformationElement.TEMPLATE_ID,
                        InformationElement.OBSERVATION_DOMAIN_ID,
                        InformationElement.BIFLOW_DIRECTION,
                        InformationElement.FLOW_KEY_INDICATOR,
                        InformationElement.EXPORTED_OCTET_TOTAL_COUNT,
                        InformationElement.IGNORED_PACKET_TOTAL_COUNT,
                        InformationElement.NOT_SENT_FLOW_TOTAL_COUNT);
    }
}
