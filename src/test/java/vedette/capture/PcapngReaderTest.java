package vedette.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.net.LinkType;

class PcapngReaderTest {
    private static final long NOW_US = 1_700_000_000_123_456L;
    private static final long NOW = NOW_US * 1000;

    @Test
    void enhancedPacketsCarryTimeLengthsAndInterface() throws IOException {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            PcapngWriter writer = PcapngWriter.pcapng(order);
            byte[] capture = writer.networkInterface(LinkType.ETHERNET, 0)
                    .networkInterface(LinkType.RAW, 0, writer.name("tun0"), writer.resolution(9))
                    .packet(1, NOW, octets(1, 2, 3), 3, 60)
                    .packet(0, NOW_US, octets(4))
                    .toBytes();
            try (CaptureFiles files = SeenFrame.open(capture)) {
                assertThat(SeenFrame.in(files))
                        .as("%s", order)
                        .containsExactly(
                                new SeenFrame(NOW, LinkType.RAW, 1, 60, "010203"),
                                new SeenFrame(NOW, LinkType.ETHERNET, 0, 1, "04"));
                assertThat(files.observationPoints())
                        .containsExactly(
                                new ObservationPoint("if0", 1, LinkType.ETHERNET),
                                new ObservationPoint("tun0", 2, LinkType.RAW));
                assertThat(files.warnings()).isEmpty();
            }
        }
    }

    @Test
    void anInterfacesClockHasItsOwnUnitAndOffset() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(BIG_ENDIAN);
        byte[] capture = writer.networkInterface(
                        LinkType.ETHERNET, 0, writer.resolution(0x80 | 10), writer.offset(1000))
                .networkInterface(LinkType.ETHERNET, 0, writer.resolution(3), writer.offset(-10))
                .packet(0, 2048 + 512, octets(1))
                .packet(1, 1, octets(2))
                .toBytes();
        assertThat(SeenFrame.in(capture))
                .extracting(SeenFrame::timestampNs)
                .containsExactly(1_002_500_000_000L, -9_999_000_000L);
    }

    @Test
    void aSectionHasItsOwnByteOrderAndInterfaces() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN);
        byte[] capture = writer.networkInterface(LinkType.ETHERNET, 0)
                .packet(0, NOW_US, octets(1))
                .section(BIG_ENDIAN)
                .networkInterface(LinkType.RAW, 0)
                .packet(0, NOW_US, octets(2))
                .toBytes();
        assertThat(SeenFrame.in(capture))
                .containsExactly(
                        new SeenFrame(NOW, LinkType.ETHERNET, 0, 1, "01"),
                        new SeenFrame(NOW, LinkType.RAW, 1, 1, "02"));
    }

    @Test
    void theSameInterfaceInTheNextSectionIsTheSameObservationPoint() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN);
        writer.networkInterface(LinkType.ETHERNET, 0, writer.name("eth0")).packet(0, NOW_US, octets(1));
        writer.section(BIG_ENDIAN);
        writer.networkInterface(LinkType.ETHERNET, 0, writer.name("eth0")).packet(0, NOW_US, octets(2));
        try (CaptureFiles files = SeenFrame.open(writer.toBytes())) {
            assertThat(SeenFrame.in(files))
                    .extracting(SeenFrame::observationPoint)
                    .containsExactly(0, 0);
            assertThat(files.observationPoints()).hasSize(1);
        }
    }

    @Test
    void aSimplePacketIsCutToTheSnapLengthAndTakesTheTimeOfTheFrameBefore() throws IOException {
        byte[] capture = PcapngWriter.pcapng(LITTLE_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 4)
                .packet(0, NOW_US, octets(1))
                .simplePacket(octets(2, 3, 4, 5), 100)
                .simplePacket(octets(6, 7), 2)
                .toBytes();
        assertThat(SeenFrame.in(capture))
                .containsExactly(
                        new SeenFrame(NOW, LinkType.ETHERNET, 0, 1, "01"),
                        new SeenFrame(NOW, LinkType.ETHERNET, 0, 100, "02030405"),
                        new SeenFrame(NOW, LinkType.ETHERNET, 0, 2, "0607"));
    }

    @Test
    void obsoletePacketsAreRead() throws IOException {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            byte[] capture = PcapngWriter.pcapng(order)
                    .networkInterface(LinkType.ETHERNET, 0)
                    .networkInterface(LinkType.RAW, 0)
                    .obsoletePacket(1, 0xFFFF, NOW_US, octets(1, 2))
                    .toBytes();
            assertThat(SeenFrame.in(capture))
                    .as("%s", order)
                    .containsExactly(new SeenFrame(NOW, LinkType.RAW, 1, 2, "0102"));
        }
    }

    @Test
    void unknownBlocksArePassedOverAndCounted() throws IOException {
        byte[] capture = PcapngWriter.pcapng(LITTLE_ENDIAN)
                .block(0x7777, octets(1, 2, 3, 4))
                .networkInterface(LinkType.ETHERNET, 0)
                .statistics(0, 0, 0)
                .block(0x8888, new byte[3 * ByteFeed.MAX_WINDOW])
                .packet(0, NOW_US, octets(1))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("01");
            assertThat(files.counters().unknownBlocks.sum()).isEqualTo(2);
            assertThat(files.warnings())
                    .containsExactly(new CaptureWarning(
                            "standard input",
                            28,
                            "blocks of unknown type were passed over, the first of type 30583",
                            2));
        }
    }

    @Test
    void aSectionOfAnotherVersionIsPassedOver() throws IOException {
        byte[] capture = PcapngWriter.pcapng(LITTLE_ENDIAN)
                .section(2)
                .networkInterface(LinkType.ETHERNET, 0)
                .packet(0, NOW_US, octets(1))
                .section(1)
                .networkInterface(LinkType.ETHERNET, 0)
                .packet(0, NOW_US, octets(2))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("02");
            assertThat(files.counters().unknownBlocks.sum()).isEqualTo(2);
            assertThat(files.warnings())
                    .containsExactly(new CaptureWarning(
                            "standard input", 56, "a block of a section of unknown version was passed over", 2));
        }
    }

    @Test
    void aPacketOfAnInterfaceThatWasNotDeclaredIsPassedOver() throws IOException {
        byte[] capture = PcapngWriter.pcapng(LITTLE_ENDIAN)
                .simplePacket(octets(1), 1)
                .networkInterface(LinkType.ETHERNET, 0)
                .packet(1, NOW_US, octets(2))
                .packet(-1, NOW_US, octets(3))
                .packet(0, NOW_US, octets(4))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("04");
            assertThat(files.counters().damagedBlocks.sum()).isEqualTo(3);
        }
    }

    @Test
    void aPacketThatIsLongerThanItsBlockIsPassedOver() throws IOException {
        byte[] capture = PcapngWriter.pcapng(LITTLE_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0)
                .packet(0, NOW_US, octets(1), 5, 5)
                .packet(0, NOW_US, octets(1), -1, 5)
                .simplePacket(octets(2), 5)
                .packet(0, NOW_US, octets(3))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("03");
            assertThat(files.counters().damagedBlocks.sum()).isEqualTo(3);
        }
    }

    @Test
    void blocksThatAreTooShortForTheirTypeArePassedOver() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN).networkInterface(LinkType.ETHERNET, 0);
        for (int type : new int[] {1, 2, 3, 5, 6}) {
            writer.block(type, octets());
        }
        byte[] capture = writer.packet(0, NOW_US, octets(9)).toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("09");
            assertThat(files.counters().damagedBlocks.sum()).isEqualTo(5);
        }
    }

    @Test
    void lengthsThatDisagreeEndTheFile() throws IOException {
        byte[] capture = PcapngWriter.pcapng(LITTLE_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0)
                .packet(0, NOW_US, octets(1))
                .packet(0, NOW_US, octets(2))
                .toBytes();
        capture[capture.length - 4] += 4;
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("01");
            assertThat(files.counters().corruptFiles.sum()).isEqualTo(1);
            assertThat(files.warnings()).hasSize(1);
        }
    }

    @Test
    void aBlockLengthWithoutItsPaddingIsUnderstood() throws IOException {
        byte[] capture = PcapngWriter.pcapng(LITTLE_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0)
                .packet(0, NOW_US, octets(1))
                .packet(0, NOW_US, octets(2))
                .toBytes();
        int second = capture.length - 36;
        capture[second + 4] -= 3;
        capture[capture.length - 4] -= 3;
        assertThat(SeenFrame.in(capture)).extracting(SeenFrame::octets).containsExactly("01", "02");
    }

    @Test
    void aLargeBlocksFrameIsReadAndItsOptionsArePassedOver() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN);
        byte[] comment = writer.option(1, new byte[60_000]);
        byte[][] options = new byte[12][];
        Arrays.fill(options, comment);
        byte[] capture = writer.networkInterface(LinkType.ETHERNET, 0)
                .packet(0, NOW_US, octets(1), 1, 1, options)
                .packet(0, NOW_US, octets(2))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("01", "02");
            assertThat(files.warnings()).isEmpty();
        }
    }

    @Test
    void lossesThatTheFileTellsOfAreAWarning() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(BIG_ENDIAN);
        byte[] capture = writer.networkInterface(LinkType.ETHERNET, 0)
                .networkInterface(LinkType.ETHERNET, 0)
                .packet(0, NOW_US, octets(1))
                .statistics(0, 3, 4)
                .statistics(0, 5, 6)
                .statistics(1, 100, 0)
                .statistics(2, 1000, 0)
                .section(LITTLE_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0)
                .statistics(0, 1, 0)
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).hasSize(1);
            assertThat(files.warnings())
                    .containsExactly(new CaptureWarning(
                            "standard input", -1, "the file says that a frame was lost when it was captured", 112));
        }
    }

    @Test
    void anInterfacesNameIsOneLineOfText() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN);
        byte[] capture = writer.networkInterface(LinkType.ETHERNET, 0, writer.name("wan\n\"1\"\0rest"))
                .networkInterface(LinkType.ETHERNET, 0, writer.name(""), writer.option(9, octets()))
                .networkInterface(LinkType.ETHERNET, 0, writer.name("x".repeat(4000)))
                .packet(0, NOW_US, octets(1))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            SeenFrame.in(files);
            assertThat(files.observationPoints())
                    .extracting(ObservationPoint::name)
                    .containsExactly("wan?\"1\"", "if1", "x".repeat(255));
        }
    }

    @Test
    void moreInterfacesThanAnyCaptureHasAreNotKept() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN);
        for (int i = 0; i < ObservationPoints.MAX_POINTS + 10; i++) {
            writer.networkInterface(LinkType.ETHERNET, 0);
        }
        byte[] capture = writer.packet(ObservationPoints.MAX_POINTS, NOW_US, octets(1))
                .packet(ObservationPoints.MAX_POINTS - 1, NOW_US, octets(2))
                .section(BIG_ENDIAN)
                .networkInterface(LinkType.RAW, 0)
                .packet(0, NOW_US, octets(3))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("02");
            assertThat(files.observationPoints()).hasSize(ObservationPoints.MAX_POINTS);
            assertThat(files.counters().damagedBlocks.sum()).isEqualTo(10 + 1 + 1);
        }
    }

    private static byte[] octets(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return bytes;
    }
}
