package vedette.export.zeek;

import vedette.net.IpProtocol;

/** What Zeek puts in place of ICMP's ports: the originator's is the type of what it sent. */
final class IcmpPort {
    private static final int NONE = -1;

    private IcmpPort() {}

    /** The type that answers this one, or that it answers; of others the code. */
    static int ofOtherEnd(int protocol, int type, int code) {
        int counterpart = protocol == IpProtocol.ICMPV6 ? counterpartInV6(type) : counterpart(type);
        return counterpart == NONE ? code : counterpart;
    }

    private static int counterpart(int type) {
        return switch (type) {
            case 8 -> 0; // echo
            case 0 -> 8;
            case 10 -> 9; // router solicitation
            case 9 -> 10;
            case 13, 15, 17 -> type + 1; // timestamp, information, address mask
            case 14, 16, 18 -> type - 1;
            default -> NONE;
        };
    }

    private static int counterpartInV6(int type) {
        return switch (type) {
            // Echo, listener query, router and neighbour solicitation, node information, home agent.
            case 128, 130, 133, 135, 139, 144 -> type + 1;
            case 129, 131, 134, 136, 140, 145 -> type - 1;
            default -> NONE;
        };
    }
}
