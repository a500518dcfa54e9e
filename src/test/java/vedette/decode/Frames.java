package vedette.decode;

import java.util.List;
import vedette.net.EtherType;
import vedette.net.IpProtocol;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** Valid frames, one or more of every kind the decoder reads. */
final class Frames {
    private static final String SYN_OPTIONS = "020405B4 0402 080A 01020304 05060708 01 030307";
    private static final String SACK = "0101 080A 01020304 05060708 0101 0512 00000001 00000002 00000010 00000020";

    private Frames() {}

    static List<PacketBuilder> all() {
        byte[] quotedUdp =
                PacketBuilder.raw().ipv4("10.0.0.2", "10.0.0.9").udp(5000, 53).build();
        byte[] quotedTcp = PacketBuilder.raw()
                .ipv6("fd00::2", "fd00::9")
                .extension(IpProtocol.DESTINATION_OPTIONS, "0000 010400000000")
                .tcp(5000, 443)
                .build();
        return List.of(
                syn(PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2")),
                syn(PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2", "94040000")),
                syn(PacketBuilder.ethernet().vlan(100).ipv6("fd00::1", "fd00::2")),
                syn(PacketBuilder.ethernet()
                        .tag(EtherType.PROVIDER_BRIDGING, 100)
                        .vlan(200)
                        .ipv4("10.0.0.1", "10.0.0.2")),
                syn(PacketBuilder.ethernet().mpls(16, false).mpls(17, true).ipv4("10.0.0.1", "10.0.0.2")),
                syn(PacketBuilder.ethernet().mpls(16, true).innerEthernet().ipv6("fd00::1", "fd00::2")),
                syn(PacketBuilder.ethernet().pppoe().ipv4("10.0.0.1", "10.0.0.2")),
                syn(PacketBuilder.ethernet().snap().ipv6("fd00::1", "fd00::2")),
                syn(PacketBuilder.linuxSll().vlan(3).ipv4("10.0.0.1", "10.0.0.2")),
                syn(PacketBuilder.linuxSll2().ipv6("fd00::1", "fd00::2")),
                syn(PacketBuilder.link(LinkType.NULL, "02000000").ipv4("10.0.0.1", "10.0.0.2")),
                syn(PacketBuilder.link(LinkType.LOOP, "0000001E").ipv6("fd00::1", "fd00::2")),
                syn(PacketBuilder.link(LinkType.PPP, "FF030021").ipv4("10.0.0.1", "10.0.0.2")),
                syn(PacketBuilder.link(LinkType.PPP_HDLC, "0F0086DD").ipv6("fd00::1", "fd00::2")),
                syn(PacketBuilder.raw().ipv4("10.0.0.1", "10.0.0.2")),
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .tcp(40000, 443, SACK)
                        .payload(8),
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .udp(5000, 53)
                        .payload(30),
                PacketBuilder.ethernet()
                        .ipv6("fd00::1", "fd00::2")
                        .udp(5000, 53)
                        .payload(30),
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .sctp(5000, 36412, 99)
                        .payloadHex("0100 0004"),
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .icmp(8, 0, 77, 1)
                        .payload(56),
                PacketBuilder.ethernet()
                        .ipv6("fd00::1", "fd00::2")
                        .icmpv6(128, 0, 77, 1)
                        .payload(56),
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .icmp(3, 3, 0, 0)
                        .payload(quotedUdp),
                PacketBuilder.ethernet()
                        .ipv6("fd00::1", "fd00::2")
                        .icmpv6(1, 4, 0, 0)
                        .payload(quotedTcp),
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .next(IpProtocol.GRE)
                        .payload(40),
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .fragment(1, 0, true)
                        .udp(5000, 6000)
                        .payload(64),
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .fragment(1, 72, false)
                        .next(17)
                        .payload(64),
                PacketBuilder.ethernet()
                        .ipv6("fd00::1", "fd00::2")
                        .fragmentHeader(1, 0, true)
                        .udp(5000, 6000)
                        .payload(64),
                PacketBuilder.ethernet()
                        .ipv6("fd00::1", "fd00::2")
                        .fragmentHeader(1, 72, false)
                        .next(17)
                        .payload(64),
                syn(everyExtension()),
                jumbogram(),
                PacketBuilder.ethernet()
                        .arp(ArpMessage.REQUEST, "10.0.0.1", "10.0.0.2")
                        .padded());
    }

    private static PacketBuilder syn(PacketBuilder below) {
        return below.tcp(40000, 443, SYN_OPTIONS)
                .flags(TcpFlags.SYN)
                .seq(1)
                .window(64240)
                .payload(8);
    }

    private static PacketBuilder everyExtension() {
        return PacketBuilder.ethernet()
                .ipv6("fd00::1", "fd00::2")
                .extension(IpProtocol.HOP_BY_HOP, "0000 050200000100")
                .extension(IpProtocol.ROUTING, "0000 040000000000")
                .fragmentHeader(7, 0, false)
                .extension(IpProtocol.AH, "0004 0000 00000001 00000001 000000000000000000000000")
                .extension(IpProtocol.DESTINATION_OPTIONS, "0000 010400000000");
    }

    private static PacketBuilder jumbogram() {
        return PacketBuilder.raw()
                .ipv6("fd00::1", "fd00::2")
                .patch(4, "0000")
                .extension(IpProtocol.HOP_BY_HOP, "0000 C204 00011178")
                .udp(5000, 6000)
                .payload(64);
    }
}
