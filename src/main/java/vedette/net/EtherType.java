package vedette.net;

/** Protocol identifiers of Ethernet frames (IEEE "EtherType") that the decoder reads. Others stay numbers. */
public final class EtherType {
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    /** An Ethernet frame inside another header. */
    public static final int TRANSPARENT_ETHERNET = 0x6558;

    public static final int VLAN = 0x8100;
    public static final int IPV6 = 0x86DD;
    public static final int MPLS = 0x8847;
    public static final int MPLS_MULTICAST = 0x8848;
    public static final int PPPOE_SESSION = 0x8864;
    public static final int PROVIDER_BRIDGING = 0x88A8;
    /** I-TAG of IEEE 802.1ah, with the customer's Ethernet frame behind it. */
    public static final int PROVIDER_BACKBONE_BRIDGING = 0x88E7;

    public static final int CISCO_FABRIC_PATH = 0x8903;
    public static final int CISCO_VN_TAG = 0x8926;
    /** E-TAG of IEEE 802.1BR. */
    public static final int BRIDGE_PORT_EXTENSION = 0x893F;

    public static final int QINQ_9100 = 0x9100;
    public static final int QINQ_9200 = 0x9200;

    /** The highest value that is a length and not a type (IEEE 802.3). */
    public static final int MAX_LENGTH = 1500;

    private EtherType() {}
}
