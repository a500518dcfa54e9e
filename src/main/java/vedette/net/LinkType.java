package vedette.net;

/** Link-layer header types (the tcpdump group's LINKTYPE registry) that the decoder reads. Others stay numbers. */
public final class LinkType {
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    /** DLT_RAW as some systems write it into files. */
    public static final int RAW_BSD = 12;

    public static final int RAW_OPENBSD = 14;
    public static final int PPP = 9;
    public static final int PPP_HDLC = 50;
    public static final int PPP_ETHER = 51;
    public static final int RAW = 101;
    public static final int CISCO_HDLC = 104;
    public static final int LOOP = 108;
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    private LinkType() {}

    /** Whether the decoder reads frames of this type. */
    public static boolean isKnown(int linkType) {
        return switch (linkType) {
            case NULL,
                    ETHERNET,
                    RAW_BSD,
                    RAW_OPENBSD,
                    PPP,
                    PPP_HDLC,
                    PPP_ETHER,
                    RAW,
                    CISCO_HDLC,
                    LOOP,
                    LINUX_SLL,
                    IPV4,
                    IPV6,
                    LINUX_SLL2 -> true;
            default -> false;
        };
    }

    /** The type's name for people, with its number if it is not known. */
    public static String nameOf(int linkType) {
        return switch (linkType) {
            case NULL -> "BSD loopback";
            case ETHERNET -> "Ethernet";
            case RAW_BSD, RAW_OPENBSD, RAW -> "raw IP";
            case PPP -> "PPP";
            case PPP_HDLC -> "PPP in HDLC";
            case PPP_ETHER -> "PPPoE";
            case CISCO_HDLC -> "Cisco HDLC";
            case LOOP -> "OpenBSD loopback";
            case LINUX_SLL -> "Linux cooked";
            case IPV4 -> "raw IPv4";
            case IPV6 -> "raw IPv6";
            case LINUX_SLL2 -> "Linux cooked v2";
            default -> unknownName(linkType) + "link type " + linkType;
        };
    }

    /** Names of those that are met most among the others. */
    private static String unknownName(int linkType) {
        return switch (linkType) {
            case 6 -> "Token Ring, ";
            case 10 -> "FDDI, ";
            case 105, 119, 127, 163 -> "IEEE 802.11, ";
            case 187, 201, 251 -> "Bluetooth, ";
            case 189, 220, 249 -> "USB, ";
            case 195, 215, 230 -> "IEEE 802.15.4, ";
            case 253 -> "Netlink, ";
            default -> "";
        };
    }
}
