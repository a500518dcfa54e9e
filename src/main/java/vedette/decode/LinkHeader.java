package vedette.decode;

import java.nio.ByteBuffer;
import vedette.net.EtherType;
import vedette.net.LinkType;

/**
 * The headers between the link and IP: Ethernet with its tags and labels, LLC, PPPoE, PPP, Linux cooked capture, BSD
 * loopback, or none. Every step moves forward, so the walk ends with the frame.
 */
final class LinkHeader {
    /** Not an EtherType: the frame ended inside a header. */
    private static final int CUT = 0x1_0000;
    /** Not an EtherType: something inside that is not IP and has no EtherType. */
    private static final int OTHER = 0x1_0001;

    private static final int ETHERNET_LENGTH = 14;
    private static final int ETHERNET_TYPE = 12;
    private static final int TAG_LENGTH = 4;
    private static final int VLAN_ID = 0xFFF;
    private static final int VN_TAG_LENGTH = 6;
    private static final int E_TAG_LENGTH = 8;
    private static final int FABRIC_PATH_TAG_LENGTH = 2;
    private static final int I_TAG_LENGTH = 4;

    private static final int LLC_SNAP = 0xAAAA;
    private static final int LLC_IP = 0x0606;
    private static final int LLC_UNNUMBERED = 0x03;
    private static final int SNAP_LENGTH = 8;
    private static final int OUI_ETHERNET = 0x000000;
    private static final int OUI_BRIDGE_TUNNEL = 0x0000F8;

    private static final int LABEL_LENGTH = 4;
    private static final int BOTTOM_OF_STACK = 0x100;
    private static final int CONTROL_WORD_LENGTH = 4;

    private static final int PPPOE_LENGTH = 6;
    private static final int PPP_ALL_STATIONS = 0xFF03;
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPP_MPLS = 0x0281;
    private static final int PPP_MPLS_MULTICAST = 0x0283;
    private static final int CISCO_HDLC_UNICAST = 0x0F00;
    private static final int CISCO_HDLC_MULTICAST = 0x8F00;

    private static final int SLL_LENGTH = 16;
    private static final int SLL_HARDWARE = 2;
    private static final int SLL_ADDRESS_LENGTH = 4;
    private static final int SLL_ADDRESS = 6;
    private static final int SLL_PROTOCOL = 14;
    private static final int SLL2_LENGTH = 20;
    private static final int SLL2_PROTOCOL = 0;
    private static final int SLL2_HARDWARE = 8;
    private static final int SLL2_ADDRESS_LENGTH = 11;
    private static final int SLL2_ADDRESS = 12;
    private static final int SLL_LLC = 0x0004;
    private static final int ARPHRD_ETHERNET = 1;
    private static final int ARPHRD_FRAME_RELAY = 770;
    private static final int ARPHRD_IEEE80211 = 801;
    private static final int ARPHRD_IEEE80211_RADIOTAP = 803;
    private static final int ARPHRD_NETLINK = 824;

    private static final int LOOPBACK_LENGTH = 4;

    private int position;
    private int etherType;
    private int vlanCount;
    private int outerVlan;
    private int innerVlan;
    private long sourceMac;
    private long destinationMac;

    /** Where the network header begins, once {@link #wrap} returned {@code OK} or {@code NON_IP}. */
    int networkOffset() {
        return position;
    }

    /** What lies at {@link #networkOffset()}, 0 if it has no EtherType. */
    int etherType() {
        return etherType;
    }

    int vlanCount() {
        return vlanCount;
    }

    int outerVlan() {
        return outerVlan;
    }

    int innerVlan() {
        return innerVlan;
    }

    long sourceMac() {
        return sourceMac;
    }

    long destinationMac() {
        return destinationMac;
    }

    /** Walks to the network header; {@code OK} says that it should be IP, though not one octet of it was looked at. */
    DecodeResult wrap(ByteBuffer bytes, int offset, int end, int linkType) {
        position = offset;
        etherType = 0;
        vlanCount = 0;
        outerVlan = 0;
        innerVlan = 0;
        sourceMac = 0;
        destinationMac = 0;
        return switch (linkType) {
            case LinkType.ETHERNET -> walk(bytes, end, ethernet(bytes, end));
            case LinkType.NULL, LinkType.LOOP -> walk(bytes, end, loopback(bytes, end));
            case LinkType.LINUX_SLL -> walk(bytes, end, cooked(bytes, end));
            case LinkType.LINUX_SLL2 -> walk(bytes, end, cooked2(bytes, end));
            case LinkType.PPP, LinkType.PPP_HDLC, LinkType.CISCO_HDLC -> walk(bytes, end, framedPpp(bytes, end));
            case LinkType.PPP_ETHER -> walk(bytes, end, pppoe(bytes, end));
            case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD -> walk(bytes, end, byVersion(bytes, end));
            case LinkType.IPV4 -> walk(bytes, end, EtherType.IPV4);
            case LinkType.IPV6 -> walk(bytes, end, EtherType.IPV6);
            default -> DecodeResult.UNSUPPORTED_LINK_TYPE;
        };
    }

    private DecodeResult walk(ByteBuffer bytes, int end, int first) {
        int type = first;
        while (true) {
            switch (type) {
                case EtherType.IPV4, EtherType.IPV6 -> {
                    etherType = type;
                    return DecodeResult.OK;
                }
                case EtherType.VLAN, EtherType.PROVIDER_BRIDGING, EtherType.QINQ_9100, EtherType.QINQ_9200 ->
                    type = tag(bytes, end);
                case EtherType.MPLS, EtherType.MPLS_MULTICAST -> type = labels(bytes, end);
                case EtherType.PPPOE_SESSION -> type = pppoe(bytes, end);
                case EtherType.CISCO_VN_TAG -> type = skip(bytes, end, VN_TAG_LENGTH);
                case EtherType.BRIDGE_PORT_EXTENSION -> type = skip(bytes, end, E_TAG_LENGTH);
                case EtherType.CISCO_FABRIC_PATH -> type = innerEthernet(bytes, end, FABRIC_PATH_TAG_LENGTH);
                case EtherType.PROVIDER_BACKBONE_BRIDGING -> type = innerEthernet(bytes, end, I_TAG_LENGTH);
                case EtherType.TRANSPARENT_ETHERNET -> type = innerEthernet(bytes, end, 0);
                case CUT -> {
                    return DecodeResult.TRUNCATED_LINK;
                }
                case OTHER -> {
                    return DecodeResult.NON_IP;
                }
                default -> {
                    if (type > EtherType.MAX_LENGTH) {
                        etherType = type;
                        return DecodeResult.NON_IP;
                    }
                    type = llc(bytes, end);
                }
            }
        }
    }

    private int ethernet(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < ETHERNET_LENGTH) {
            return CUT;
        }
        destinationMac = bytes.getLong(at) >>> 16;
        sourceMac = bytes.getLong(at + 4) & 0xFFFF_FFFF_FFFFL;
        position = at + ETHERNET_LENGTH;
        return bytes.getShort(at + ETHERNET_TYPE) & 0xFFFF;
    }

    /** An Ethernet header behind a tag of some octets. Of its addresses, which another network uses, none is kept. */
    private int innerEthernet(ByteBuffer bytes, int end, int tagLength) {
        return skip(bytes, end, tagLength + ETHERNET_LENGTH);
    }

    private int tag(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < TAG_LENGTH) {
            return CUT;
        }
        int vlan = bytes.getShort(at) & VLAN_ID;
        if (vlanCount == 0) {
            outerVlan = vlan;
        } else if (vlanCount == 1) {
            innerVlan = vlan;
        }
        vlanCount++;
        position = at + TAG_LENGTH;
        return bytes.getShort(at + 2) & 0xFFFF;
    }

    /** Steps over a header whose last two octets are a type. */
    private int skip(ByteBuffer bytes, int end, int length) {
        position += length;
        return position > end ? CUT : bytes.getShort(position - 2) & 0xFFFF;
    }

    private int llc(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < 3) {
            return CUT;
        }
        int accessPoints = bytes.getShort(at) & 0xFFFF;
        boolean unnumbered = bytes.get(at + 2) == LLC_UNNUMBERED;
        if (unnumbered && accessPoints == LLC_IP) {
            position = at + 3;
            return EtherType.IPV4;
        }
        if (!unnumbered || accessPoints != LLC_SNAP) {
            return OTHER;
        }
        if (end - at < SNAP_LENGTH) {
            return CUT;
        }
        int organization = bytes.getInt(at + 2) & 0xFF_FFFF;
        position = at + SNAP_LENGTH;
        return organization == OUI_ETHERNET || organization == OUI_BRIDGE_TUNNEL
                ? bytes.getShort(at + 6) & 0xFFFF
                : OTHER;
    }

    /** MPLS label stack (RFC 3032). Nothing in it names what follows, so the payload's own first octets must. */
    private int labels(ByteBuffer bytes, int end) {
        int at = position;
        boolean bottom = false;
        while (!bottom) {
            if (end - at < LABEL_LENGTH) {
                return CUT;
            }
            bottom = (bytes.getInt(at) & BOTTOM_OF_STACK) != 0;
            at += LABEL_LENGTH;
        }
        position = at;
        int version = end == at ? 0 : bytes.get(at) >> 4 & 0xF;
        if (version == 4) {
            return EtherType.IPV4;
        }
        if (version == 6) {
            return EtherType.IPV6;
        }
        if (end - at <= CONTROL_WORD_LENGTH + ETHERNET_LENGTH) {
            return CUT;
        }
        if (version == 0 && looksLikeEthernet(bytes, at + CONTROL_WORD_LENGTH, end)) {
            position = at + CONTROL_WORD_LENGTH;
            return EtherType.TRANSPARENT_ETHERNET;
        }
        return looksLikeEthernet(bytes, at, end) ? EtherType.TRANSPARENT_ETHERNET : OTHER;
    }

    /** Whether an Ethernet frame with IP in it begins here, so plainly that a pseudowire (RFC 4448) is the only reading. */
    private static boolean looksLikeEthernet(ByteBuffer bytes, int at, int end) {
        int type = at + ETHERNET_TYPE;
        while (end - type >= 3) {
            int version = bytes.get(type + 2) >> 4 & 0xF;
            switch (bytes.getShort(type) & 0xFFFF) {
                case EtherType.VLAN, EtherType.PROVIDER_BRIDGING -> type += TAG_LENGTH;
                case EtherType.IPV4 -> {
                    return version == 4;
                }
                case EtherType.IPV6 -> {
                    return version == 6;
                }
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    /** PPPoE session header (RFC 2516 §4): version and type, code, session, length. */
    private int pppoe(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < PPPOE_LENGTH) {
            return CUT;
        }
        boolean session = bytes.get(at) == 0x11 && bytes.get(at + 1) == 0;
        position = at + PPPOE_LENGTH;
        return session ? ppp(bytes, end) : OTHER;
    }

    /** PPP in HDLC-like framing (RFC 1662), with or without address and control, or Cisco's HDLC. */
    private int framedPpp(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < 2) {
            return CUT;
        }
        int start = bytes.getShort(at) & 0xFFFF;
        if (start == CISCO_HDLC_UNICAST || start == CISCO_HDLC_MULTICAST) {
            position = at + 4;
            return end - at < 4 ? CUT : bytes.getShort(at + 2) & 0xFFFF;
        }
        if (start == PPP_ALL_STATIONS) {
            position = at + 2;
        }
        return ppp(bytes, end);
    }

    /** PPP protocol field (RFC 1661 §2), one octet if compressed. */
    private int ppp(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < 2) {
            return CUT;
        }
        boolean compressed = (bytes.get(at) & 1) != 0;
        position = at + (compressed ? 1 : 2);
        return switch (compressed ? bytes.get(at) & 0xFF : bytes.getShort(at) & 0xFFFF) {
            case PPP_IPV4 -> EtherType.IPV4;
            case PPP_IPV6 -> EtherType.IPV6;
            case PPP_MPLS, PPP_MPLS_MULTICAST -> EtherType.MPLS;
            default -> OTHER;
        };
    }

    private int cooked(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < SLL_LENGTH) {
            return CUT;
        }
        position = at + SLL_LENGTH;
        int hardware = bytes.getShort(at + SLL_HARDWARE) & 0xFFFF;
        int addressLength = bytes.getShort(at + SLL_ADDRESS_LENGTH) & 0xFFFF;
        cookedAddress(bytes, at + SLL_ADDRESS, hardware, addressLength);
        return cookedType(hardware, bytes.getShort(at + SLL_PROTOCOL) & 0xFFFF);
    }

    private int cooked2(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < SLL2_LENGTH) {
            return CUT;
        }
        position = at + SLL2_LENGTH;
        int hardware = bytes.getShort(at + SLL2_HARDWARE) & 0xFFFF;
        cookedAddress(bytes, at + SLL2_ADDRESS, hardware, bytes.get(at + SLL2_ADDRESS_LENGTH) & 0xFF);
        return cookedType(hardware, bytes.getShort(at + SLL2_PROTOCOL) & 0xFFFF);
    }

    private void cookedAddress(ByteBuffer bytes, int at, int hardware, int length) {
        if (hardware == ARPHRD_ETHERNET && length == 6) {
            sourceMac = bytes.getLong(at) >>> 16;
        }
    }

    /** The protocol field holds an EtherType only where the hardware is not one of a few that number otherwise. */
    private static int cookedType(int hardware, int protocol) {
        if (hardware == ARPHRD_NETLINK
                || hardware == ARPHRD_FRAME_RELAY
                || (hardware >= ARPHRD_IEEE80211 && hardware <= ARPHRD_IEEE80211_RADIOTAP)) {
            return OTHER;
        }
        return protocol > EtherType.MAX_LENGTH || protocol == SLL_LLC ? protocol : OTHER;
    }

    /** BSD loopback: an address family in the byte order of the machine that captured, or a PPP or Ethernet type. */
    private int loopback(ByteBuffer bytes, int end) {
        int at = position;
        if (end - at < LOOPBACK_LENGTH) {
            return CUT;
        }
        int start = bytes.getShort(at) & 0xFFFF;
        if (start == PPP_ALL_STATIONS || start == CISCO_HDLC_UNICAST) {
            return framedPpp(bytes, end);
        }
        int family = bytes.getInt(at);
        if ((family & 0xFFFF_0000) != 0) {
            family = Integer.reverseBytes(family);
        }
        position = at + LOOPBACK_LENGTH;
        return switch (family) {
            case 2 -> EtherType.IPV4;
            // Linux; Windows; NetBSD and OpenBSD; FreeBSD; Darwin.
            case 10, 23, 24, 28, 30 -> EtherType.IPV6;
            default -> family > EtherType.MAX_LENGTH && family <= 0xFFFF ? family : OTHER;
        };
    }

    private int byVersion(ByteBuffer bytes, int end) {
        if (position == end) {
            return CUT;
        }
        return (bytes.get(position) >> 4 & 0xF) == 6 ? EtherType.IPV6 : EtherType.IPV4;
    }
}
