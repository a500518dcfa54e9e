package vedette.net;

/** Names of IP protocols, spelt as Suricata's EVE prints them, which is IANA's "Assigned Internet Protocol Numbers". */
public final class ProtocolName {
    private static final int PROTOCOLS = 256;

    /** From 0 to 143; the numbers above are unassigned, experimental or too new to have a name that tools know. */
    private static final String KNOWN = "HOPOPT ICMP IGMP GGP IP-in-IP ST TCP CBT EGP IGP BBN-RCC-MON NVP-II PUP ARGUS"
            + " EMCON XNET CHAOS UDP MUX DCN-MEAS HMP PRM XNS-IDP TRUNK-1 TRUNK-2 LEAF-1 LEAF-2 RDP IRTP ISO-TP4 NETBLT"
            + " MFE-NSP MERIT-INP DCCP 3PC IDPR XTP DDP IDPR-CMTP TP++ IL IPv6 SDRP IPv6-Route IPv6-Frag IDRP RSVP GRE"
            + " DSR BNA ESP AH I-NLSP SwIPe NARP MOBILE TLSP SKIP IPv6-ICMP IPv6-NoNxt IPv6-Opts Any CFTP Any SAT-EXPAK"
            + " KRYPTOLAN RVD IPPC Any SAT-MON VISA IPCU CPNX CPHB WSN PVP BR-SAT-MON SUN-ND WB-MON WB-EXPAK ISO-IP VMTP"
            + " SECURE-VMTP VINES TTP NSFNET-IGP DGP TCF EIGRP OSPF Sprite-RPC LARP MTP AX.25 OS MICP SCC-SP ETHERIP"
            + " ENCAP Any GMTP IFMP PNNI PIM ARIS SCPS QNX A/N IPComp SNP Compaq-Peer IPX-in-IP VRRP PGM Any L2TP DDX"
            + " IATP STP SRP UTI SMP SM PTP IS-IS FIRE CRTP CRUDP SSCOPMCE IPLT SPS PIPE SCTP FC RSVP-E2E-IGNORE"
            + " Mobility UDPLite MPLS-in-IP manet HIP Shim6 WESP ROHC Ethernet";

    private static final String[] NAMES = new String[PROTOCOLS];

    static {
        String[] known = KNOWN.split(" ");
        for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
            NAMES[protocol] = protocol < known.length ? known[protocol] : Integer.toString(protocol);
        }
    }

    private ProtocolName() {}

    /** The protocol's name, or its number where it has none. */
    public static String of(int protocol) {
        return NAMES[protocol & 0xFF];
    }
}
