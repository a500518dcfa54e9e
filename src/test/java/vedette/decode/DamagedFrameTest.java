package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vedette.net.IpProtocol;
import vedette.net.LinkType;

/** Whatever a frame holds, decoding ends, names what came of it, and no accessor of a metered packet fails. */
class DamagedFrameTest {
    private static final int MUTATIONS = 4_000_000;
    private static final int[] LINK_TYPES = {
        LinkType.NULL, LinkType.ETHERNET, LinkType.PPP, LinkType.RAW_BSD, LinkType.RAW_OPENBSD, LinkType.PPP_HDLC,
        LinkType.PPP_ETHER, LinkType.RAW, LinkType.CISCO_HDLC, LinkType.LOOP, LinkType.LINUX_SLL, LinkType.IPV4,
        LinkType.IPV6, LinkType.LINUX_SLL2,
    };

    private final Packet packet = new Packet();
    private final DecodeCounters counters = new DecodeCounters();
    private long fingerprint;

    @TestFactory
    Stream<DynamicTest> aFrameCutAnywhereIsTruncatedOrMetered() {
        List<PacketBuilder> frames = Frames.all();
        return frames.stream()
                .map(frame -> DynamicTest.dynamicTest("frame " + frames.indexOf(frame), () -> cutEverywhere(frame)));
    }

    /** The buffer ends where the capture does, so that any read beyond it throws. */
    private void cutEverywhere(PacketBuilder builder) {
        byte[] frame = builder.build();
        boolean met = false;
        for (int length = 0; length <= frame.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(frame, length));
            DecodeResult result = packet.wrap(cut, 0, length, frame.length, builder.linkType());
            boolean metered = result == DecodeResult.OK || result == DecodeResult.NON_IP;
            assertThat(metered || result.isTruncated())
                    .as("%s at %d octets", result, length)
                    .isTrue();
            assertThat(!met || metered)
                    .as("%s at %d octets, though fewer were enough", result, length)
                    .isTrue();
            assertThat(packet.frameOctets()).isEqualTo(frame.length);
            met = metered;
            readEverything(result);
        }
        assertThat(met).isTrue();
    }

    @Test
    void aFrameCutOnTheLinkIsNeverMeteredForMoreThanItHeld() {
        for (PacketBuilder builder : Frames.all()) {
            byte[] frame = builder.build();
            for (int length = 0; length < frame.length; length++) {
                ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(frame, length));
                DecodeResult result = packet.wrap(cut, 0, length, length, builder.linkType());
                readEverything(result);
                if (result == DecodeResult.OK) {
                    assertThat(packet.ipOctets()).isLessThanOrEqualTo(length);
                    assertThat(packet.has(Anomaly.IP_LENGTH_BEYOND_FRAME)).isTrue();
                }
            }
        }
    }

    @Test
    void mutatedFramesAlwaysHaveAResultAndNeverThrow() {
        long seed = Long.getLong("vedette.seed", 42);
        Random random = new Random(seed);
        byte[][] frames = Frames.all().stream().map(PacketBuilder::build).toArray(byte[][]::new);
        int[] linkTypes =
                Frames.all().stream().mapToInt(PacketBuilder::linkType).toArray();
        byte[] mutant = new byte[512];
        Set<DecodeResult> results = EnumSet.noneOf(DecodeResult.class);
        for (int i = 0; i < MUTATIONS; i++) {
            int chosen = random.nextInt(frames.length);
            int linkType = random.nextInt(16) == 0 ? LINK_TYPES[random.nextInt(LINK_TYPES.length)] : linkTypes[chosen];
            int length = mutate(frames[chosen], mutant, random);
            long original = random.nextInt(4) == 0 ? length + random.nextInt(2000) : length;
            // A quarter of the buffers end with the frame, so that any read beyond it throws.
            ByteBuffer bytes = random.nextInt(4) == 0
                    ? ByteBuffer.wrap(Arrays.copyOf(mutant, length))
                    : ByteBuffer.wrap(mutant, 0, length).slice();
            try {
                DecodeResult result = packet.wrap(bytes, 0, length, original, linkType);
                results.add(result);
                counters.count(result, packet, 0);
                readEverything(result);
                assertHonest(result, original);
            } catch (RuntimeException | AssertionError e) {
                fail(
                        "seed %d, mutation %d, link type %d, %d octets on the link: %s",
                        seed, i, linkType, original, HexFormat.of().formatHex(mutant, 0, length), e);
            }
        }
        long counted =
                Arrays.stream(DecodeResult.values()).mapToLong(counters::frames).sum();
        assertThat(counted).as("seed %d", seed).isEqualTo(MUTATIONS);
        assertThat(results)
                .as("seed %d", seed)
                .containsAll(EnumSet.complementOf(EnumSet.of(DecodeResult.UNSUPPORTED_LINK_TYPE)));
        assertThat(fingerprint).isNotZero();
    }

    private static int mutate(byte[] frame, byte[] mutant, Random random) {
        System.arraycopy(frame, 0, mutant, 0, frame.length);
        int length = frame.length;
        int changes = random.nextInt(5);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(Math.min(length, 90));
            switch (random.nextInt(5)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> mutant[at] = 0;
                case 3 -> mutant[at] = (byte) 0xFF;
                default -> System.arraycopy(frame, 0, mutant, at, Math.min(frame.length, length - at));
            }
        }
        if (random.nextInt(4) == 0) {
            length = random.nextInt(length + 1);
        } else if (random.nextInt(8) == 0) {
            int longer = Math.min(mutant.length, length + random.nextInt(200));
            Arrays.fill(mutant, length, longer, (byte) random.nextInt(256));
            length = longer;
        }
        return length;
    }

    private void assertHonest(DecodeResult result, long original) {
        if (result == DecodeResult.OK
                && (packet.ipOctets() > original
                        || packet.ipOctets() < 20
                        || packet.payloadOctets() > packet.ipPayloadOctets()
                        || packet.ipPayloadOctets() > packet.ipOctets()
                        || packet.transportLength() > packet.ipPayloadOctets())) {
            throw new AssertionError("octets " + packet.ipOctets() + ", payload " + packet.ipPayloadOctets() + " / "
                    + packet.payloadOctets() + ", present " + packet.transportLength());
        }
    }

    /** Calls every accessor that may be called after this result. */
    private void readEverything(DecodeResult result) {
        long sum = packet.frameOctets() + packet.vlanCount() + packet.outerVlan() + packet.innerVlan();
        sum += packet.sourceMac() + packet.destinationMac();
        if (packet.hasArp()) {
            sum += packet.arp().senderAddress() + packet.arp().targetMac();
        }
        if (result == DecodeResult.OK) {
            sum += packet.sourceHi() + packet.sourceLo() + packet.destinationHi() + packet.destinationLo();
            sum += packet.sourcePort() + packet.destinationPort() + packet.ttl() + packet.trafficClass();
            sum += packet.fragmentId() + packet.fragmentOffset();
            if (packet.transportLength() > 0) {
                sum += packet.bytes().get(packet.transportOffset() + packet.transportLength() - 1);
            }
            if (packet.isFragment()) {
                DecodeResult again =
                        packet.wrapTransport(packet.bytes(), packet.transportOffset(), packet.transportLength());
                sum += again.label().length();
            }
            sum += readTransport();
        }
        fingerprint += sum;
    }

    private long readTransport() {
        if (!packet.hasTransport()) {
            return 0;
        }
        return switch (packet.protocol()) {
            case IpProtocol.TCP -> readTcp(packet.tcp());
            case IpProtocol.SCTP ->
                packet.sctp().verificationTag() + packet.sctp().firstChunkType();
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> readIcmp();
            default -> 0;
        };
    }

    private long readTcp(TcpHeader tcp) {
        long sum = tcp.sequence() + tcp.acknowledgement() + tcp.flags() + tcp.window() + tcp.urgentPointer();
        TcpOptions options = tcp.options();
        for (int i = 0; i < options.sackBlocks(); i++) {
            sum += options.sackLeftEdge(i) + options.sackRightEdge(i);
        }
        return sum + options.timestampValue() + options.timestampEcho() + tcp.windowScale();
    }

    private long readIcmp() {
        IcmpMessage icmp = packet.icmp();
        long sum = icmp.type() + icmp.code() + icmp.identifier() + icmp.requestType(packet.protocol());
        return icmp.isQuoting()
                ? sum + packet.quoted().sourceLo() + packet.quoted().destinationPort()
                : sum;
    }
}
