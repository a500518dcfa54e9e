package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vedette.export.IpfixProfile;

class FlowTemplatesTest {
    private static final String LEDGER = "templates.txt";

    private static List<Template> all() {
        List<Template> all = new ArrayList<>();
        for (IpfixProfile profile : IpfixProfile.values()) {
            all.addAll(new FlowTemplates(profile).all());
        }
        all.add(OptionsTemplates.INTERFACE);
        all.add(OptionsTemplates.EXPORTER_STATISTICS);
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
                    .append(field.isReverse() ? "r" : field.enterprise() == 0 ? "" : "own ")
                    .append(field.element().id())
                    .append('/')
                    .append(field.length());
        }
        return line.toString();
    }

    /**
     * Collectors remember what an id means: a line of this ledger may never change. Lines are added with
     * {@code -Dgolden.update=true}.
     */
    @Test
    void aTemplateIdMeansOneLayoutForEver() throws IOException {
        String now = Stream.concat(all().stream(), ofVariableLength().stream())
                .map(FlowTemplatesTest::line)
                .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(Path.of("src/test/resources/vedette/export/ipfix", LEDGER), now);
        }
        try (InputStream ledger = FlowTemplatesTest.class.getResourceAsStream(LEDGER)) {
            assertThat(now).isEqualTo(new String(ledger.readAllBytes(), StandardCharsets.UTF_8));
        }
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
