package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.export.ipfix.StrictIpfix.Transport;
import vedette.export.ipfix.StrictIpfix.Violation;

/** The strict collector is itself held against messages with one defect each, made by hand. */
class StrictIpfixTest {
    /** ms times, packets, end reason, direction, duration; template 256. */
    private static final String TEMPLATE = "0100 0006 00980008 00990008 00020008 00880001 00ef0001 00a10004";

    private static final String RECORD = "0000018bcfe56800 0000018bcfe56801 0000000000000002 03 01 00000001";

    private static final String OPTIONS_TEMPLATE = "0400 0002 0001 000a0004 00520004";

    private final StrictIpfix collector = new StrictIpfix(Transport.UDP);

    private static String set(int id, String... contents) {
        String hex = String.join("", contents).replace(" ", "");
        return String.format("%04x%04x%s", id, 4 + hex.length() / 2, hex);
    }

    private static byte[] message(int sequence, String... sets) {
        byte[] body = HexFormat.of().parseHex(String.join("", sets).replace(" ", ""));
        return ByteBuffer.allocate(16 + body.length)
                .putShort((short) 10)
                .putShort((short) (16 + body.length))
                .putInt(1_700_000_000)
                .putInt(sequence)
                .putInt(7)
                .put(body)
                .array();
    }

    private void refuses(byte[] message, String reason) {
        assertThatThrownBy(() -> collector.read(message))
                .isInstanceOf(Violation.class)
                .hasMessageContaining(reason);
    }

    @Test
    void takesWhatIsRight() {
        StrictIpfix.Message message = collector.read(message(
                0,
                set(2, TEMPLATE),
                set(256, RECORD, RECORD),
                set(3, OPTIONS_TEMPLATE),
                set(1024, "00000002 65746800")));
        assertThat(message.records()).hasSize(3);
        assertThat(message.records().get(1).values())
                .containsEntry("flowStartMilliseconds", 1_700_000_000_000L)
                .containsEntry("packetDeltaCount", 2L);
        assertThat(message.records().get(2).values()).containsEntry("interfaceName", "eth");
        assertThat(collector.read(message(3, set(256, RECORD))).records()).hasSize(1);
    }

    @Test
    void refusesAWrongSequenceNumber() {
        collector.read(message(0, set(2, TEMPLATE), set(256, RECORD)));
        refuses(message(2, set(256, RECORD)), "E-03");
    }

    @Test
    void refusesDataBeforeItsTemplate() {
        refuses(message(0, set(256, RECORD), set(2, TEMPLATE)), "E-21");
    }

    @Test
    void refusesAnotherVersion() {
        byte[] message = message(0, set(2, TEMPLATE));
        message[1] = 9;
        refuses(message, "version");
    }

    @Test
    void refusesAMessageLongerOrShorterThanItSays() {
        byte[] message = message(0, set(2, TEMPLATE));
        message[3]++;
        refuses(message, "E-01");
        message[3] -= 2;
        refuses(message, "E-01");
    }

    @Test
    void refusesASetLongerThanItsMessage() {
        byte[] message = message(0, set(2, TEMPLATE));
        message[19]++;
        refuses(message, "with 32 left");
    }

    @Test
    void refusesJunkAfterTheLastSet() {
        refuses(message(0, set(2, TEMPLATE), "0000"), "junk");
    }

    @Test
    void refusesPaddingAndCutRecords() {
        refuses(message(0, set(2, TEMPLATE), set(256, RECORD, "00")), "E-08");
        refuses(message(0, set(2, TEMPLATE), set(256, RECORD.substring(0, 16))), "E-08");
        refuses(message(0, set(2, TEMPLATE, "0000")), "E-08");
    }

    @Test
    void refusesATemplateThatChanges() {
        collector.read(message(0, set(2, TEMPLATE)));
        refuses(message(0, set(2, TEMPLATE.replace("00020008", "00020004"))), "E-24");
    }

    @Test
    void refusesATemplateTwiceInAFile() {
        byte[] message = message(0, set(2, TEMPLATE));
        byte[] twice = ByteBuffer.allocate(2 * message.length)
                .put(message)
                .put(message)
                .array();
        assertThatThrownBy(() -> StrictIpfix.file(twice)).hasMessageContaining("E-25");
    }

    @Test
    void refusesAnExportTimeThatGoesBack() {
        collector.read(message(0, set(2, TEMPLATE)));
        byte[] earlier = message(0, set(256, RECORD));
        earlier[6]--;
        refuses(earlier, "E-02");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 00, E-07",
        "0, 00, E-07",
        "255, 00, E-07",
        "2, 00ff 0001 00020008, E-11",
        "2, 0100 0000, E-24",
        "3, 0400 0001 0000 000a0004, E-10",
        "3, 0400 0001 0002 000a0004, E-10",
        "2, 0100 0001 80020008 00000000, E-09",
        "2, 0100 0001 80020008 00001ad7, enterprise number",
        "2, 0100 0001 00080002, E-13",
        "2, 0100 0001 00980004, E-13",
        "2, 0100 0001 00020003, E-16",
        "2, 0100 0001 00040002, E-16",
        "2, 0100 0002 00020008 00020008, E-12",
        "2, 0100 0001 80940008 00007279, E-40",
        "2, 0100 0001 80ef0001 00007279, E-40",
        "2, 0100 0002 00980008 00990008, E-43",
        "2, 0100 0001 00020008, times in ms",
        "2, 0100 0005 00980008 00990008 00ef0001 00020008 80020008 00007279, E-39",
        "2, 0100 0002 00020008, is cut",
        "2, 0100 0001 01ff0008, element 511",
    })
    void refusesBadSetsAndTemplates(int set, String contents, String reason) {
        refuses(message(0, set(set, contents)), reason);
    }

    @ParameterizedTest
    @CsvSource({
        "0000018bcfe56801 0000018bcfe56800 0000000000000002 03 01 00000001, flowStart",
        "0000018bcfe56800 0000018bcfe56801 0000000000000002 03 01 00000002, flowDuration",
        "0000018bcfe56800 0000018bcfe56801 0000000000000002 06 01 00000001, flowEndReason",
        "0000018bcfe56800 0000018bcfe56801 0000000000000002 03 04 00000001, E-43",
        "0000018bcfe56800 0000018bcfe56801 0000000000000000 03 01 00000001, without packets",
    })
    void refusesRecordsThatCannotBe(String record, String reason) {
        refuses(message(0, set(2, TEMPLATE), set(256, record)), reason);
    }

    @Test
    void refusesStringsThatOverrunOrAreNoUtf8() {
        String variable = OPTIONS_TEMPLATE.replace("00520004", "0052ffff");
        assertThat(collector
                        .read(message(0, set(3, variable), set(1024, "00000002 03 657468")))
                        .records())
                .hasSize(1);
        refuses(message(1, set(1024, "00000002 04 657468")), "E-17");
        refuses(message(1, set(1024, "00000002 03 c36574")), "E-14");
        refuses(message(1, set(1024, "00000002 03 650074")), "E-14");
    }

    @Test
    void refusesAVariableLengthThatIsCut() {
        String variable = OPTIONS_TEMPLATE.replace("00520004", "0052ffff");
        collector.read(message(0, set(3, variable)));
        refuses(message(0, set(1024, "00000002 ff01")), "without its length");
        refuses(message(0, set(1024, "00000002 ff 0004 657468")), "E-17");
        assertThat(collector
                        .read(message(0, set(1024, "00000002 ff 0003 657468")))
                        .records())
                .hasSize(1);
    }

    @Test
    void refusesATemplateIdThatAnOptionsTemplateHas() {
        collector.read(message(0, set(2, TEMPLATE)));
        refuses(message(0, set(3, OPTIONS_TEMPLATE.replace("0400", "0100"))), "E-11");
    }

    @Test
    void refusesATemplateCutInAnEnterpriseNumber() {
        refuses(message(0, set(2, "0100 0001 80020008 0000")), "E-09");
    }

    @Test
    void refusesATemplateInASetOfOptionsTemplatesAndTheOtherWayRound() {
        refuses(message(0, set(3, TEMPLATE)), "E-10");
        refuses(message(0, set(2, OPTIONS_TEMPLATE)), "E-16");
    }

    @Test
    void refusesReservedSetsBetweenOthers() {
        refuses(message(0, set(2, TEMPLATE), set(4, "00"), set(256, RECORD)), "E-07");
    }

    @Test
    void refusesDataOfAnotherDomainsTemplate() {
        collector.read(message(0, set(2, TEMPLATE)));
        byte[] other = message(0, set(256, RECORD));
        other[15] = 8;
        refuses(other, "E-21");
    }

    @Test
    void takesTheTimesOfTheFirstAndTheLastInOptionsOnly() {
        String reliability = "0404 0006 0002 00950004 008f0004 00a40008 00a50008 01430008 01430008";
        String head = "00000007 00000001 0000000000000003 00000000000000b4";
        StrictIpfix.Message message =
                collector.read(message(0, set(3, reliability), set(0x404, head, "0000018bcfe56800 0000018bcfe56801")));
        assertThat(message.records().get(0).values())
                .containsEntry("observationTimeMilliseconds", 1_700_000_000_000L)
                .containsEntry("last observationTimeMilliseconds", 1_700_000_000_001L);
        refuses(message(1, set(0x404, head, "0000018bcfe56801 0000018bcfe56800")), "E-12");
        refuses(message(1, set(2, "0101 0005 00980008 00990008 00ef0001 01430008 01430008")), "E-12");
    }

    @Test
    void refusesAnEmptySetAndAnEmptyMessage() {
        refuses(message(0, "00020004"), "set 2 of 4 octets");
        refuses(message(0), "without sets");
        refuses(new byte[15], "E-01");
        assertThatThrownBy(() -> StrictIpfix.file(new byte[3])).hasMessageContaining("E-01");
    }

    @Test
    void refusesAUniflowThatPosesAsABiflow() {
        String biflow = "0100 0008 00980008 00990008 00020008 00880001 00ef0001 00a10004 00080004 80020008 00007279";
        String record = RECORD + "0a000001";
        assertThat(collector
                        .read(message(0, set(2, biflow), set(256, record, "0000000000000001")))
                        .records())
                .hasSize(1);
        refuses(message(1, set(256, record, "0000000000000000")), "E-41");
    }

    @Test
    void readsAFileOfSeveralMessages() {
        byte[] first = message(0, set(2, TEMPLATE), set(256, RECORD));
        byte[] second = message(1, set(256, RECORD));
        byte[] both = ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
        List<StrictIpfix.Message> messages = StrictIpfix.file(both);
        assertThat(StrictIpfix.flows(messages)).hasSize(2);
        assertThat(StrictIpfix.options(messages)).isEmpty();
    }
}
