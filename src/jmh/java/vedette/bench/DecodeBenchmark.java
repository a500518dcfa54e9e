package vedette.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.net.EtherType;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** Nanoseconds to read the headers of a frame, of eight kinds in turn that lie in a core's cache. */
@State(Scope.Thread)
public class DecodeBenchmark extends StageBenchmark {
    private static final int FRAMES = 1024;
    private static final String SYN_OPTIONS = "020405B4 0402 080A 01020304 00000000 01 030307";
    private static final String TIMES = "0101 080A 01020304 05060708";

    private final Packet packet = new Packet();
    private final ByteBuffer[] frames = frames();

    private static ByteBuffer[] frames() {
        return IntStream.range(0, FRAMES)
                .mapToObj(i -> kinds("10.0." + i / 256 + "." + i % 256, "fd00::" + Integer.toHexString(i))
                        .get(i % 8)
                        .buffer())
                .toArray(ByteBuffer[]::new);
    }

    private static List<PacketBuilder> kinds(String host, String host6) {
        return List.of(
                ipv4(host).tcp(40_000, 443, SYN_OPTIONS).flags(TcpFlags.SYN),
                ipv4(host).tcp(40_000, 443, TIMES).payload(400),
                ipv4(host).udp(40_000, 53).payload(40),
                ipv6(host6).tcp(40_000, 443, TIMES).payload(400),
                ipv6(host6).udp(40_000, 53).payload(40),
                PacketBuilder.ethernet()
                        .vlan(100)
                        .ipv4(host, "10.1.0.1")
                        .tcp(40_000, 443, TIMES)
                        .payload(400),
                PacketBuilder.ethernet()
                        .tag(EtherType.PROVIDER_BRIDGING, 100)
                        .vlan(200)
                        .ipv6(host6, "fd01::1")
                        .udp(40_000, 53)
                        .payload(40),
                ipv4(host).icmp(8, 0, 1, 1).payload(56));
    }

    private static PacketBuilder ipv4(String host) {
        return PacketBuilder.ethernet().ipv4(host, "10.1.0.1");
    }

    private static PacketBuilder ipv6(String host) {
        return PacketBuilder.ethernet().ipv6(host, "fd01::1");
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long frame() {
        long fingerprint = 0;
        for (ByteBuffer frame : frames) {
            int length = frame.limit();
            packet.wrap(frame, 0, length, length, LinkType.ETHERNET);
            fingerprint += packet.sourceLo() + packet.destinationPort();
        }
        return fingerprint;
    }
}
