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

class PcapReaderTest {
    private static final long NOW = 1_700_000_000_123_456_789L;
    private static final long NOW_IN_MICROSECONDS = 1_700_000_000_123_456_000L;

    @Test
    void aFrameIsHandedOverWithItsTimeLengthsAndOctets() throws IOException {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            byte[] capture = CaptureWriter.pcap(order, LinkType.ETHERNET)
                    .packet(NOW, octets(1, 2, 3), 60)
                    .packet(NOW + 5000, octets(4))
                    .toBytes();
            assertThat(SeenFrame.in(capture))
                    .as("%s", order)
                    .containsExactly(
                            new SeenFrame(NOW_IN_MICROSECONDS, LinkType.ETHERNET, 0, 60, "010203"),
                            new SeenFrame(NOW_IN_MICROSECONDS + 5000, LinkType.ETHERNET, 0, 1, "04"));
        }
    }

    @Test
    void nanosecondsAreKept() throws IOException {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            byte[] capture = CaptureWriter.nanosecondPcap(order, LinkType.RAW)
                    .packet(NOW, octets(1))
                    .toBytes();
            assertThat(SeenFrame.in(capture))
                    .as("%s", order)
                    .containsExactly(new SeenFrame(NOW, LinkType.RAW, 0, 1, "01"));
        }
    }

    @Test
    void theModifiedFormatHasLongerRecordHeaders() throws IOException {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            byte[] capture = CaptureWriter.modifiedPcap(order, LinkType.ETHERNET)
                    .packet(NOW, octets(1, 2))
                    .packet(NOW, octets(3))
                    .toBytes();
            assertThat(SeenFrame.in(capture))
                    .as("%s", order)
                    .extracting(SeenFrame::octets)
                    .containsExactly("0102", "03");
        }
    }

    @Test
    void theFrameCheckSequenceBitsAreNoPartOfTheLinkType() throws IOException {
        byte[] capture = CaptureWriter.pcap(LITTLE_ENDIAN, 0x2400_0000 | LinkType.LINUX_SLL)
                .packet(NOW, octets(1))
                .toBytes();
        assertThat(SeenFrame.in(capture)).extracting(SeenFrame::linkType).containsExactly(LinkType.LINUX_SLL);
    }

    @Test
    void timesReachFrom1970To2106() throws IOException {
        long last = 0xFFFF_FFFFL * 1_000_000_000 + 999_999_000;
        byte[] capture = CaptureWriter.pcap(BIG_ENDIAN, LinkType.ETHERNET)
                .packet(last, octets(1))
                .packet(0, octets(2))
                .toBytes();
        assertThat(SeenFrame.in(capture)).extracting(SeenFrame::timestampNs).containsExactly(last, 0L);
    }

    @Test
    void anOriginalLengthBelowTheCapturedOneIsNotBelieved() throws IOException {
        byte[] capture = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, octets(1, 2, 3), 0)
                .packet(NOW, octets(), 0xFFFF_FFFFL)
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files))
                    .extracting(SeenFrame::originalLength)
                    .containsExactly(3L, 0xFFFF_FFFFL);
            assertThat(files.counters().captured.sum()).isEqualTo(2);
            assertThat(files.counters().capturedOctets.sum()).isEqualTo(3 + 0xFFFF_FFFFL);
            assertThat(files.counters().truncated.sum()).isEqualTo(1);
            assertThat(files.warnings()).isEmpty();
        }
    }

    @Test
    void theLargestFrameIsReadWhole() throws IOException {
        byte[] large = new byte[FrameReader.MAX_FRAME_LENGTH];
        Arrays.fill(large, (byte) 0xAB);
        byte[] capture = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, octets(1))
                .packet(NOW, large)
                .packet(NOW, octets(2))
                .toBytes();
        assertThat(SeenFrame.in(capture))
                .extracting(SeenFrame::octets)
                .containsExactly("01", "ab".repeat(large.length), "02");
    }

    @Test
    void aFrameThatIsTooLargeEndsTheFile() throws IOException {
        byte[] capture = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, octets(1))
                .packet(NOW, octets(2), FrameReader.MAX_FRAME_LENGTH + 1, FrameReader.MAX_FRAME_LENGTH + 1)
                .packet(NOW, octets(3))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            assertThat(SeenFrame.in(files)).extracting(SeenFrame::octets).containsExactly("01");
            assertThat(files.counters().corruptFiles.sum()).isEqualTo(1);
            assertThat(files.warnings())
                    .containsExactly(new CaptureWarning(
                            "standard input", 41, "a packet of 262145 octets; the rest of the file cannot be read", 1));
        }
    }

    @Test
    void aLargeFrameOfALinkTypeThatHasThemIsGivenInPart() throws IOException {
        byte[] large = new byte[3 * FrameReader.MAX_FRAME_LENGTH];
        byte[] capture = CaptureWriter.pcap(LITTLE_ENDIAN, 249)
                .packet(NOW, large)
                .packet(NOW, octets(2))
                .toBytes();
        try (CaptureFiles files = SeenFrame.open(capture)) {
            List<SeenFrame> seen = SeenFrame.in(files);
            assertThat(seen).extracting(SeenFrame::originalLength).containsExactly((long) large.length, 1L);
            assertThat(seen.get(0).octets()).hasSize(2 * FrameReader.MAX_FRAME_LENGTH);
            assertThat(files.counters().truncated.sum()).isEqualTo(1);
            assertThat(files.warnings()).isEmpty();
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
