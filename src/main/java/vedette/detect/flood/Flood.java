package vedette.detect.flood;

import vedette.detect.AlertType;
import vedette.net.IpProtocol;

/** Kinds of floods that are told by the rate of packets, in the order they are looked for. */
enum Flood {
    /** Answers of services that amplify, to questions that were never seen. */
    AMPLIFICATION(
            0, AlertType.FLOOD_AMPLIFICATION, IpProtocol.UDP, "T1498.002", "UDP packets from services that amplify"),
    /** Datagrams that nobody answers. */
    UDP(1, AlertType.FLOOD_UDP, IpProtocol.UDP, "T1498.001", "UDP packets"),
    /** ACK, RST, SYN-ACK and others without a connection. */
    TCP(2, AlertType.FLOOD_TCP, IpProtocol.TCP, "T1499.001", "TCP segments without a connection"),
    /** Requests, answered or not, and what is no answer. */
    ICMP(3, AlertType.FLOOD_ICMP, IpProtocol.ICMP, "T1498.001", "ICMP messages"),
    /** Error messages, of which a host that is spoken for by others gets many, too. */
    ICMP_ERRORS(4, AlertType.FLOOD_ICMP, IpProtocol.ICMP, "T1498.001", "ICMP errors");

    static final int COUNT = values().length;

    /** Where its counts stand. */
    final int index;

    final AlertType type;
    final int protocol;
    /** ATT&CK technique. */
    final String technique;
    /** What is sent. */
    final String what;

    Flood(int index, AlertType type, int protocol, String technique, String what) {
        this.index = index;
        this.type = type;
        this.protocol = protocol;
        this.technique = technique;
        this.what = what;
    }
}
