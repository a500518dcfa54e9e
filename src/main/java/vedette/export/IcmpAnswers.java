package vedette.export;

import vedette.flow.Flow;
import vedette.net.IpProtocol;

/** Which ICMP type answers which. */
public final class IcmpAnswers {
    private IcmpAnswers() {}

    /** The ICMP type of a direction's packets: the flow holds that of the request, which the initiator sent. */
    public static int type(Flow flow, int direction) {
        int request = flow.initiatorPort();
        if (direction == Flow.FORWARD) {
            return request;
        }
        return flow.protocol() == IpProtocol.ICMPV6 ? answerToIcmpv6(request) : answerToIcmp(request);
    }

    private static int answerToIcmp(int request) {
        return switch (request) {
            case 8 -> 0; // echo
            case 10 -> 9; // router solicitation
            case 13, 15, 17 -> request + 1; // timestamp, information, address mask
            default -> request;
        };
    }

    private static int answerToIcmpv6(int request) {
        return switch (request) {
            // Echo, listener query, router and neighbour solicitation, node information, home agent, mobile prefix.
            case 128, 130, 133, 135, 139, 144, 146 -> request + 1;
            default -> request;
        };
    }
}
