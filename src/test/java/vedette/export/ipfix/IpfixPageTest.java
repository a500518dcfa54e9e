package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vedette.export.IpfixProfile;

/** Holds the tables of src/docs/ipfix.md to the templates; {@code -Dgolden.update=true} rewrites them. */
class IpfixPageTest {
    private static final Path PAGE = Path.of("src/docs/ipfix.md");
    private static final long ENTERPRISE = 32473;
    private static final String OPTIONS = "options";
    private static final List<String> REGISTRIES = List.of("", "6871/", "own/");

    private static final Map<String, Template> OPTIONS_TEMPLATES = new LinkedHashMap<>();

    static {
        OPTIONS_TEMPLATES.put("interface names", OptionsTemplates.INTERFACE);
        OPTIONS_TEMPLATES.put("exporting process", OptionsTemplates.EXPORTER_STATISTICS);
        OPTIONS_TEMPLATES.put("types of our own elements (RFC 5610)", OptionsTemplates.ELEMENT_TYPE);
        OPTIONS_TEMPLATES.put("metering process statistics (RFC 7011 §4.1)", OptionsTemplates.METERING_STATISTICS);
        OPTIONS_TEMPLATES.put("metering process reliability (§4.2)", OptionsTemplates.METERING_RELIABILITY);
        OPTIONS_TEMPLATES.put("exporting process reliability (§4.3)", OptionsTemplates.EXPORTING_RELIABILITY);
        OPTIONS_TEMPLATES.put("flow keys (§4.4)", OptionsTemplates.FLOW_KEYS);
        OPTIONS_TEMPLATES.put("alerts, IPv4", OptionsTemplates.alertIpv4(ENTERPRISE));
        OPTIONS_TEMPLATES.put("alerts, IPv6", OptionsTemplates.alertIpv6(ENTERPRISE));
    }

    private static Map<String, List<? extends Template>> columns() {
        Map<String, List<? extends Template>> columns = new LinkedHashMap<>();
        for (IpfixProfile profile : IpfixProfile.values()) {
            columns.put(profile.name().toLowerCase(Locale.ROOT), new FlowTemplates(profile).all());
        }
        columns.put("full, with our own", new FlowTemplates(IpfixProfile.FULL, ENTERPRISE).all());
        columns.put(OPTIONS, List.copyOf(OPTIONS_TEMPLATES.values()));
        return columns;
    }

    private static String row(Iterable<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String head(List<String> cells) {
        return row(cells) + "|" + "---|".repeat(cells.size()) + "\n";
    }

    private static Element forward(Element element) {
        return element instanceof EnterpriseReverse reverse ? reverse.element() : element;
    }

    private static String registry(Element element) {
        if (element instanceof InformationElement) {
            return "";
        }
        return element instanceof CertElement ? "6871/" : "own/";
    }

    /** IANA's before CERT's before our own, each by its id. */
    private static int order(Element element) {
        return REGISTRIES.indexOf(registry(element)) << 16 | element.id();
    }

    private static String elements() {
        Map<String, List<? extends Template>> columns = columns();
        Map<Integer, Element> all = new TreeMap<>();
        Map<Element, Map<String, String>> marks = new LinkedHashMap<>();
        columns.forEach((column, templates) -> {
            for (Template template : templates) {
                for (int i = 0; i < template.fieldCount(); i++) {
                    Field field = template.field(i);
                    Element element = forward(field.element());
                    all.put(order(element), element);
                    marks.computeIfAbsent(element, key -> new LinkedHashMap<>())
                            .merge(column, field.isReverse() ? "r" : "x", (a, b) -> a.equals("r") ? a : b);
                }
            }
        });
        List<String> titles = new ArrayList<>(List.of("id", "element", "type"));
        titles.addAll(columns.keySet());
        StringBuilder table = new StringBuilder(head(titles));
        for (Element element : all.values()) {
            List<String> cells = new ArrayList<>(List.of(
                    registry(element) + element.id(),
                    element.label(),
                    element.type().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            for (String column : columns.keySet()) {
                cells.add(marks.get(element).getOrDefault(column, ""));
            }
            table.append(row(cells));
        }
        return table.toString();
    }

    private static String shape(int shape) {
        String words = (shape & 1) == 0 ? "IPv4" : "IPv6";
        words += (shape & 0x80) != 0
                ? " fragments"
                : List.of(" TCP", " ports", " ICMP", " other").get(shape >> 1 & 3);
        words += List.of("", ", a VLAN tag", ", two tags").get(shape >> 3 & 3);
        words += (shape & 0x40) != 0 ? ", aggregate" : "";
        return words + ((shape & 0x20) != 0 ? ", one way" : "");
    }

    private static String templates() {
        Map<Integer, Map<String, List<String>>> ids = new TreeMap<>();
        List<String> titles = new ArrayList<>(List.of("records of"));
        columns().forEach((column, templates) -> {
            if (!column.equals(OPTIONS)) {
                titles.add(column);
                templates.forEach(template -> ids.computeIfAbsent(template.id() & 0xFF, key -> new LinkedHashMap<>())
                        .computeIfAbsent(column, key -> new ArrayList<>())
                        .add(Integer.toString(template.id())));
            }
        });
        StringBuilder table = new StringBuilder(head(titles));
        ids.forEach((shape, row) -> {
            assertThat(row).as("every profile has the shape").hasSize(titles.size() - 1);
            List<String> cells = new ArrayList<>(List.of(shape(shape)));
            row.values().forEach(all -> cells.add(String.join(", ", all)));
            table.append(row(cells));
        });
        return table.toString();
    }

    private static String options() {
        StringBuilder table = new StringBuilder(head(List.of("template", "of", "scope", "fields")));
        OPTIONS_TEMPLATES.forEach((name, template) -> {
            List<String> scopes = new ArrayList<>();
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < template.fieldCount(); i++) {
                (i < template.scopes() ? scopes : fields)
                        .add(template.field(i).element().label());
            }
            table.append(row(List.of(
                    Integer.toString(template.id()), name, String.join(", ", scopes), String.join(", ", fields))));
        });
        return table.toString();
    }

    private static String own() {
        StringBuilder table = new StringBuilder(head(List.of("id", "element", "what it says")));
        List<OwnElement> own = new ArrayList<>(List.of(AlertElement.values()));
        own.addAll(List.of(FlowElement.values()));
        for (OwnElement element : own) {
            String id = element.id() + (element.isReversible() ? ", in reverse " + (element.id() | 0x4000) : "");
            table.append(row(List.of(id, element.label(), element.description())));
        }
        return table.toString();
    }

    private static String replace(String page, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->\n";
        assertThat(page).contains(begin, end);
        return page.substring(0, page.indexOf(begin) + begin.length()) + table + page.substring(page.indexOf(end));
    }

    @Test
    void thePageListsEveryElementAndEveryTemplate() throws IOException {
        String page = Files.readString(PAGE);
        String now = page;
        now = replace(now, "elements", elements());
        now = replace(now, "own elements", own());
        now = replace(now, "templates", templates());
        now = replace(now, "options", options());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, now);
        }
        assertThat(page).isEqualTo(now);
    }

    @Test
    void thePageNamesEveryProfile() throws IOException {
        String page = Files.readString(PAGE);
        for (IpfixProfile profile : IpfixProfile.values()) {
            assertThat(page).contains("| `" + profile.name().toLowerCase(Locale.ROOT) + "`");
        }
    }
}
