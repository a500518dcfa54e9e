package vedette.corpus;

import java.net.InetAddress;
import java.net.UnknownHostException;
import vedette.net.IpProtocol;

/**
 * A 5-tuple without regard to who spoke first: the end whose name comes first is {@code one}. What is no TCP, UDP or SCTP has
 * no ports; meters do not agree on what to put there.
 */
record Conversation(int protocol, End one, End other) implements Comparable<Conversation> {
    /** An address and a port. */
    record End(String address, int port) implements Comparable<End> {
        /** Reads an address, however it is written. */
        static End of(String address, int port) {
            try {
                return new End(InetAddress.getByName(address).getHostAddress(), port);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(address, e);
            }
        }

        @Override
        public int compareTo(End end) {
            int order = address.compareTo(end.address);
            return order != 0 ? order : Integer.compare(port, end.port);
        }

        @Override
        public String toString() {
            return address + " " + port;
        }
    }

    static Conversation between(int protocol, End from, End to) {
        boolean ports = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP || protocol == IpProtocol.SCTP;
        End one = ports ? from : new End(from.address, 0);
        End other = ports ? to : new End(to.address, 0);
        return one.compareTo(other) <= 0
                ? new Conversation(protocol, one, other)
                : new Conversation(protocol, other, one);
    }

    boolean isFirst(End end) {
        return one.address.equals(end.address) && (one.port == 0 || one.port == end.port);
    }

    @Override
    public int compareTo(Conversation that) {
        int order = Integer.compare(protocol, that.protocol);
        order = order != 0 ? order : one.compareTo(that.one);
        return order != 0 ? order : other.compareTo(that.other);
    }

    @Override
    public String toString() {
        return protocol + " " + one + " " + other;
    }
}
