package vedette.decode;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import vedette.net.EtherType;
import vedette.net.IpProtocol;
import vedette.net.LinkType;

/**
 * Composes the bytes of a frame, header by header from the link up: {@code
 * PacketBuilder.ethernet().vlan(100).ipv4("10.0.0.1", "10.0.0.2").tcp(40000, 80).flags(TcpFlags.SYN).seq(1).build()}. Lengths, next
 * protocol fields and checksums are right unless one is set by name or by {@link #patch}.
 */
public final class PacketBuilder {
    /** A header: its bytes without lengths, and how it fits itself round what it carries. */
    private static final class Layer {
        final byte[] bytes;
        /** Where the name of what follows is written, -1 if nowhere, and in whose numbers. */
        int nextAt = -1;

        Naming naming = Naming.ETHER_TYPE;
        /** What this layer is called in the EtherType, IP and PPP protocol fields of the one below; -1 if nothing. */
        int etherType = -1;

        int ipProtocol = -1;
        int pppProtocol = -1;
        Fitting fitting = (bytes, carried, above) -> {};
        final List<Object[]> patches = new ArrayList<>();

        Layer(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** Whose numbers a header uses to name what follows. */
    private enum Naming {
        ETHER_TYPE,
        IP_PROTOCOL,
        PPP_PROTOCOL
    }

    /** Writes lengths and checksums into a header, given everything that follows it. */
    private interface Fitting {
        void fit(ByteBuffer header, byte[] carried, Layer above);
    }

    private final int linkType;
    private final List<Layer> layers = new ArrayList<>();
    private byte[] payload = new byte[0];
    private byte[] trailer = new byte[0];
    private int minimumLength;

    private PacketBuilder(int linkType) {
        this.linkType = linkType;
    }

    /** A frame of another link type, which begins with these bytes. */
    public static PacketBuilder link(int linkType, String hex) {
        PacketBuilder builder = new PacketBuilder(linkType);
        builder.layers.add(new Layer(HexFormat.of().parseHex(hex.replace(" ", ""))));
        return builder;
    }

    /** From 02:00:00:00:00:01 to 02:00:00:00:00:02. */
    public static PacketBuilder ethernet() {
        return new PacketBuilder(LinkType.ETHERNET).ethernetHeader();
    }

    public static PacketBuilder raw() {
        return new PacketBuilder(LinkType.RAW);
    }

    public static PacketBuilder linuxSll() {
        PacketBuilder builder = link(LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 0000");
        builder.top().nextAt = 14;
        builder.top().naming = Naming.ETHER_TYPE;
        return builder;
    }

    public static PacketBuilder linuxSll2() {
        PacketBuilder builder = link(LinkType.LINUX_SLL2, "0000 0000 00000003 0001 00 06 020000000001 0000");
        builder.top().nextAt = 0;
        builder.top().naming = Naming.ETHER_TYPE;
        return builder;
    }

    private PacketBuilder ethernetHeader() {
        Layer layer = add("020000000002 020000000001 0000");
        layer.etherType = EtherType.TRANSPARENT_ETHERNET;
        layer.nextAt = 12;
        layer.naming = Naming.ETHER_TYPE;
        return this;
    }

    public int linkType() {
        return linkType;
    }

    // Between link and IP.

    public PacketBuilder vlan(int id) {
        return tag(EtherType.VLAN, id);
    }

    /** A tag with another EtherType than 0x8100. */
    public PacketBuilder tag(int etherType, int id) {
        Layer layer = add(String.format("%04x 0000", id));
        layer.etherType = etherType;
        layer.nextAt = 2;
        layer.naming = Naming.ETHER_TYPE;
        return this;
    }

    /** One entry of an MPLS label stack. */
    public PacketBuilder mpls(int label, boolean bottom) {
        Layer layer = add(String.format("%08x", label << 12 | (bottom ? 0x100 : 0) | 64));
        layer.etherType = EtherType.MPLS;
        return this;
    }

    /** An Ethernet frame inside what came before. */
    public PacketBuilder innerEthernet() {
        return ethernetHeader();
    }

    public PacketBuilder pppoe() {
        Layer layer = add("11 00 0001 0000 0000");
        layer.etherType = EtherType.PPPOE_SESSION;
        layer.nextAt = 6;
        layer.naming = Naming.PPP_PROTOCOL;
        layer.fitting = (header, carried, above) -> header.putShort(4, (short) (carried.length + 2));
        return this;
    }

    /** IEEE 802.3 length and an LLC and SNAP header. */
    public PacketBuilder snap() {
        Layer below = top();
        Fitting fit = below.fitting;
        int lengthAt = below.nextAt;
        below.nextAt = -1;
        below.fitting = (header, carried, above) -> {
            fit.fit(header, carried, above);
            header.putShort(lengthAt, (short) carried.length);
        };
        Layer layer = add("AA AA 03 000000 0000");
        layer.nextAt = 6;
        layer.naming = Naming.ETHER_TYPE;
        return this;
    }

    // IP.

    public PacketBuilder ipv4(String source, String destination) {
        return ipv4(source, destination, "");
    }

    public PacketBuilder ipv4(String source, String destination, String optionsHex) {
        byte[] options = hex(optionsHex);
        ByteBuffer header = ByteBuffer.allocate(20 + options.length);
        header.put(0, (byte) (0x40 | (20 + options.length) / 4)).put(8, (byte) 64);
        header.put(12, address(source)).put(16, address(destination)).put(20, options);
        Layer layer = add(header.array());
        layer.etherType = EtherType.IPV4;
        layer.ipProtocol = IpProtocol.IPIP;
        layer.pppProtocol = 0x0021;
        layer.nextAt = 9;
        layer.naming = Naming.IP_PROTOCOL;
        layer.fitting = (fitted, carried, above) -> {
            fitted.putShort(2, (short) (fitted.capacity() + carried.length));
            if ((fitted.getShort(6) & 0x3FFF) == 0) {
                checksum(carried, fitted.get(9) & 0xFF, sum(fitted.array(), 12, 20));
            }
            fitted.putShort(10, (short) 0).putShort(10, (short) ~fold(sum(fitted.array(), 0, fitted.capacity())));
        };
        return this;
    }

    public PacketBuilder ipv6(String source, String destination) {
        ByteBuffer header = ByteBuffer.allocate(40);
        header.put(0, (byte) 0x60).put(7, (byte) 64);
        header.put(8, address(source)).put(24, address(destination));
        Layer layer = add(header.array());
        layer.etherType = EtherType.IPV6;
        layer.ipProtocol = IpProtocol.IPV6;
        layer.pppProtocol = 0x0057;
        layer.nextAt = 6;
        layer.naming = Naming.IP_PROTOCOL;
        layer.fitting = (fitted, carried, above) -> {
            fitted.putShort(4, (short) carried.length);
            if (above != null) {
                checksum(carried, fitted.get(6) & 0xFF, sum(fitted.array(), 8, 40));
            }
        };
        return this;
    }

    /** A fragment of IPv4: the last IP header gets these fields. Offset in octets. */
    public PacketBuilder fragment(int id, int offset, boolean more) {
        ByteBuffer.wrap(top().bytes).putShort(4, (short) id).putShort(6, (short) (offset / 8 | (more ? 0x2000 : 0)));
        return this;
    }

    /** An IPv6 fragment header. Offset in octets. */
    public PacketBuilder fragmentHeader(int id, int offset, boolean more) {
        return extension(IpProtocol.FRAGMENT, String.format("00 00 %04x %08x", offset | (more ? 1 : 0), id));
    }

    /** An IPv6 extension header, from its next header octet (which is filled in) on. */
    public PacketBuilder extension(int protocol, String hex) {
        Layer layer = add(hex);
        layer.ipProtocol = protocol;
        layer.nextAt = 0;
        layer.naming = Naming.IP_PROTOCOL;
        return this;
    }

    public PacketBuilder ttl(int ttl) {
        Layer layer = top();
        layer.bytes[layer.bytes[0] >> 4 == 4 ? 8 : 7] = (byte) ttl;
        return this;
    }

    /** Sets the protocol or next header of the last header, for a payload that is given as bytes. */
    public PacketBuilder next(int protocol) {
        Layer layer = top();
        ByteBuffer header = ByteBuffer.wrap(layer.bytes);
        if (layer.naming != Naming.IP_PROTOCOL) {
            header.putShort(layer.nextAt, (short) protocol);
        } else {
            header.put(layer.nextAt, (byte) protocol);
        }
        return this;
    }

    // Transport.

    public PacketBuilder tcp(int sourcePort, int destinationPort) {
        return tcp(sourcePort, destinationPort, "");
    }

    public PacketBuilder tcp(int sourcePort, int destinationPort, String optionsHex) {
        byte[] options = hex(optionsHex);
        ByteBuffer header = ByteBuffer.allocate(20 + (options.length + 3) / 4 * 4);
        header.putShort((short) sourcePort).putShort((short) destinationPort);
        header.put(12, (byte) (header.capacity() / 4 << 4)).put(13, (byte) 0x10).putShort(14, (short) 0xFFFF);
        header.put(20, options);
        add(header.array()).ipProtocol = IpProtocol.TCP;
        return this;
    }

    public PacketBuilder flags(int flags) {
        top().bytes[13] = (byte) flags;
        return this;
    }

    public PacketBuilder seq(int sequence) {
        ByteBuffer.wrap(top().bytes).putInt(4, sequence);
        return this;
    }

    public PacketBuilder ack(int acknowledgement) {
        ByteBuffer.wrap(top().bytes).putInt(8, acknowledgement);
        return this;
    }

    public PacketBuilder window(int window) {
        ByteBuffer.wrap(top().bytes).putShort(14, (short) window);
        return this;
    }

    public PacketBuilder udp(int sourcePort, int destinationPort) {
        ByteBuffer header = ByteBuffer.allocate(8);
        header.putShort((short) sourcePort).putShort((short) destinationPort);
        Layer layer = add(header.array());
        layer.ipProtocol = IpProtocol.UDP;
        layer.fitting = (fitted, carried, above) -> fitted.putShort(4, (short) (8 + carried.length));
        return this;
    }

    public PacketBuilder sctp(int sourcePort, int destinationPort, int verificationTag) {
        ByteBuffer header = ByteBuffer.allocate(12);
        header.putShort((short) sourcePort).putShort((short) destinationPort).putInt(verificationTag);
        add(header.array()).ipProtocol = IpProtocol.SCTP;
        return this;
    }

    /** ICMP, with the four octets after the checksum as two numbers: identifier and sequence of an echo. */
    public PacketBuilder icmp(int type, int code, int identifier, int sequence) {
        return icmp(IpProtocol.ICMP, type, code, identifier, sequence);
    }

    public PacketBuilder icmpv6(int type, int code, int identifier, int sequence) {
        return icmp(IpProtocol.ICMPV6, type, code, identifier, sequence);
    }

    private PacketBuilder icmp(int protocol, int type, int code, int identifier, int sequence) {
        ByteBuffer header = ByteBuffer.allocate(8);
        header.put((byte) type).put((byte) code).putShort((short) 0);
        header.putShort((short) identifier).putShort((short) sequence);
        add(header.array()).ipProtocol = protocol;
        return this;
    }

    /** ARP for IPv4 over Ethernet, with the MAC addresses of {@link #ethernet()}. */
    public PacketBuilder arp(int operation, String sender, String target) {
        ByteBuffer message = ByteBuffer.allocate(28);
        message.put(hex("0001 0800 06 04")).putShort((short) operation);
        message.put(hex("020000000001"))
                .put(address(sender))
                .put(hex("020000000002"))
                .put(address(target));
        add(message.array()).etherType = EtherType.ARP;
        return this;
    }

    // The rest.

    /** Overwrites octets of the last header after everything else has been fitted. */
    public PacketBuilder patch(int at, String hex) {
        top().patches.add(new Object[] {at, hex(hex)});
        return this;
    }

    public PacketBuilder payload(byte[] bytes) {
        payload = bytes.clone();
        return this;
    }

    public PacketBuilder payload(int octets) {
        return payload(new byte[octets]);
    }

    public PacketBuilder payloadHex(String hex) {
        return payload(hex(hex));
    }

    /** Octets after the IP packet, which its length does not cover. */
    public PacketBuilder trailer(int octets) {
        trailer = new byte[octets];
        return this;
    }

    /** Pads the frame with zeros to the shortest that Ethernet sends, 60 octets without the checksum. */
    public PacketBuilder padded() {
        minimumLength = 60;
        return this;
    }

    public byte[] build() {
        byte[] carried = payload;
        Layer above = null;
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            ByteBuffer header = ByteBuffer.wrap(layer.bytes.clone());
            name(layer, header, above);
            layer.fitting.fit(header, carried, above);
            for (Object[] patch : layer.patches) {
                header.put((Integer) patch[0], (byte[]) patch[1]);
            }
            carried = concat(header.array(), carried);
            above = layer;
        }
        int padding = Math.max(0, minimumLength - carried.length - trailer.length);
        return concat(concat(carried, trailer), new byte[padding]);
    }

    /** The frame in a big-endian buffer from position 0 to its limit. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(build());
    }

    /** Wraps a packet round the whole frame. */
    public DecodeResult into(Packet packet) {
        byte[] frame = build();
        return packet.wrap(ByteBuffer.wrap(frame), 0, frame.length, frame.length, linkType);
    }

    private static void name(Layer layer, ByteBuffer header, Layer above) {
        if (layer.nextAt < 0 || above == null) {
            return;
        }
        if (layer.naming == Naming.IP_PROTOCOL && above.ipProtocol >= 0) {
            header.put(layer.nextAt, (byte) above.ipProtocol);
        } else if (layer.naming == Naming.ETHER_TYPE && above.etherType >= 0) {
            header.putShort(layer.nextAt, (short) above.etherType);
        } else if (layer.naming == Naming.PPP_PROTOCOL && above.pppProtocol >= 0) {
            header.putShort(layer.nextAt, (short) above.pppProtocol);
        }
    }

    private Layer top() {
        return layers.get(layers.size() - 1);
    }

    private Layer add(String hex) {
        return add(hex(hex));
    }

    private Layer add(byte[] bytes) {
        Layer layer = new Layer(bytes);
        layers.add(layer);
        return layer;
    }

    private static void checksum(byte[] carried, int protocol, int pseudoSum) {
        int at = switch (protocol) {
            case IpProtocol.TCP -> 16;
            case IpProtocol.UDP -> 6;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> 2;
            default -> -1;
        };
        if (at < 0 || carried.length < at + 2) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(carried);
        bytes.putShort(at, (short) 0);
        int sum = sum(carried, 0, carried.length);
        if (protocol != IpProtocol.ICMP) {
            sum += pseudoSum + protocol + carried.length;
        }
        bytes.putShort(at, (short) ~fold(sum));
    }

    private static int sum(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += (bytes[i] & 0xFF) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static int fold(int sum) {
        int folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return folded;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
