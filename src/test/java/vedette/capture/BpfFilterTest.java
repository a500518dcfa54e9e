package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.net.LinkType;

/** Held against libpcap's own machine. */
class BpfFilterTest {
    private static final int FRAMES_PER_FILE = 400;

    private record Sample(byte[] bytes, int linkType, long originalLength) {}

    private static List<Sample> samples = List.of();
    private static boolean corpusIsThere;

    @BeforeAll
    static void gather() throws IOException {
        Tools.require(libpcapIsThere(), "libpcap is not installed");
        List<Sample> gathered = new ArrayList<>();
        Path corpus = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
        for (String folder : List.of("handmade", "odd", "tunnel")) {
            if (Files.isDirectory(corpus.resolve(folder))) {
                try (Stream<Path> files = Files.walk(corpus.resolve(folder))) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".pcap"))
                            .sorted()
                            .toList()) {
                        gather(file, gathered);
                    }
                }
            }
        }
        corpusIsThere = !gathered.isEmpty();
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 13 && random.nextInt(4) > 0) {
                bytes[12] = random.nextBoolean() ? 8 : (byte) 0x86;
                bytes[13] = bytes[12] == 8 ? 0 : (byte) 0xDD;
            }
            gathered.add(new Sample(bytes, LinkType.ETHERNET, bytes.length));
        }
        samples = gathered;
    }

    static boolean libpcapIsThere() {
        try {
            NativeLibrary.getInstance("pcap");
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static void gather(Path file, List<Sample> into) {
        try (CaptureFiles source = CaptureFiles.open(List.of(file.toString()))) {
            source.poll(
                    frame -> {
                        byte[] bytes = new byte[frame.capturedLength()];
                        frame.bytes().get(frame.offset(), bytes);
                        into.add(new Sample(bytes, frame.linkType(), frame.originalLength()));
                    },
                    FRAMES_PER_FILE);
        } catch (IOException e) {
            // Not every file there is a capture.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tcp",
                "udp port 53",
                "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0",
                "ip6 protochain 6",
                "ip protochain 17",
                "vlan 100 and tcp",
                "vlan and vlan and udp",
                "mpls and ip",
                "tcp portrange 1-1024 or sctp",
                "len > 500 and len % 7 = 3",
                "net 10.0.0.0/8 and not host 10.0.0.1",
                "ip[0] & 0xf != 5",
                "ip[2:2] / (ip[8] & 3) > 20",
                "ip[9] * 3 - len > 7",
                "ip[6:2] >> (ip[8] & 63) = 0",
                "ip[8] << (ip[9] & 63) > 255",
                "tcp[13] ^ 2 = 0",
                "-ip[8] > 4000000000",
                "ip[8] | ip[9] = 0x46",
                "ip[ip[8]] > ip[9]",
                "icmp[0] % (ip[8] & 1) = 0",
                "greater 100 and less 200",
                "ip6 net 2001:db8::/32 or icmp6"
            })
    void everyFrameIsJudgedAsLibpcapJudgesIt(String expression) throws IOException {
        int judged = 0;
        int passed = 0;
        for (int linkType :
                samples.stream().mapToInt(Sample::linkType).distinct().toArray()) {
            List<Sample> ofType =
                    samples.stream().filter(each -> each.linkType() == linkType).toList();
            BpfFilter filter;
            try {
                filter = BpfFilter.compile(expression, linkType);
            } catch (IllegalArgumentException e) {
                continue; // means nothing on such links
            }
            try (Oracle oracle = new Oracle(expression, linkType)) {
                for (Sample sample : ofType) {
                    boolean passes = passes(filter, sample);
                    assertThat(passes)
                            .as(
                                    "link type %d, %s",
                                    linkType, java.util.HexFormat.of().formatHex(sample.bytes()))
                            .isEqualTo(oracle.passes(sample));
                    judged++;
                    passed += passes ? 1 : 0;
                }
            }
        }
        assertThat(judged).isGreaterThanOrEqualTo(5_000);
        if (corpusIsThere) {
            assertThat(passed).isPositive();
        }
    }

    private static boolean passes(BpfFilter filter, Sample sample) {
        ByteBuffer bytes = ByteBuffer.allocate(sample.bytes().length + 7).put(3, sample.bytes());
        return filter.passes(bytes, 3, sample.bytes().length, sample.originalLength());
    }

    @Test
    void aWrongExpressionIsNamedWithLibpcapsReason() {
        assertThatThrownBy(() -> BpfFilter.compile("tcp prot 80", LinkType.ETHERNET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"tcp prot 80\" is not a filter: can't parse filter expression: syntax error");
    }

    @Test
    void aFrameAllocatesNothing() throws IOException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        BpfFilter filter = BpfFilter.compile("tcp port 80 or udp port 53 or icmp", LinkType.ETHERNET);
        ByteBuffer bytes = ByteBuffer.allocate(60);
        bytes.putShort(12, (short) 0x0800).put(14, (byte) 0x45).put(23, (byte) 6);
        int passed = run(filter, bytes, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        passed += run(filter, bytes, 1_000_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(passed).isZero();
    }

    private static int run(BpfFilter filter, ByteBuffer bytes, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += filter.passes(bytes, 0, 60, 60) ? 1 : 0;
        }
        return passed;
    }

    /** libpcap's own {@code pcap_offline_filter}. */
    private static final class Oracle implements AutoCloseable {
        private static final int HEADER = 24;

        private final Function run = Function.getFunction("pcap", "pcap_offline_filter");
        private final Pointer handle;
        private final Memory program = new Memory(16);
        private final Memory header = new Memory(HEADER);
        private final Memory bytes = new Memory(1 << 20);

        Oracle(String expression, int linkType) {
            handle = Function.getFunction("pcap", "pcap_open_dead")
                    .invokePointer(new Object[] {linkType == LinkType.RAW ? LinkType.RAW_BSD : linkType, 262_144});
            int result = Function.getFunction("pcap", "pcap_compile")
                    .invokeInt(new Object[] {handle, program, expression, 0, -1});
            assertThat(result).isZero();
        }

        boolean passes(Sample sample) {
            header.setInt(16, sample.bytes().length);
            header.setInt(20, (int) sample.originalLength());
            bytes.write(0, sample.bytes(), 0, sample.bytes().length);
            return run.invokeInt(new Object[] {program, header, bytes}) != 0;
        }

        @Override
        public void close() {
            Function.getFunction("pcap", "pcap_freecode").invokeVoid(new Object[] {program});
            Function.getFunction("pcap", "pcap_close").invokeVoid(new Object[] {handle});
            program.close();
            header.close();
            bytes.close();
        }
    }
}
