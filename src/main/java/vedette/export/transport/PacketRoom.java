package vedette.export.transport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorConfig;

/** How long a message to a collector may be to leave the sensor in one piece; told where that is less than asked for. */
final class PacketRoom {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSender.class);

    /** Octets of the longest payload while the path is not known (RFC 7011 §10.3.3). */
    private static final int UNKNOWN_PATH = 512;

    private static final int IPV4_AND_UDP = 28;
    private static final int IPV6_AND_UDP = 48;

    /** Finds the interface that has an address. */
    interface Interfaces {
        /** The longest packet it takes, with its IP header. */
        int mtu(InetAddress local) throws IOException;
    }

    private final CollectorConfig collector;
    private final Interfaces interfaces;

    PacketRoom(CollectorConfig collector) {
        this(collector, PacketRoom::mtu);
    }

    PacketRoom(CollectorConfig collector, Interfaces interfaces) {
        this.collector = collector;
        this.interfaces = interfaces;
    }

    private static int mtu(InetAddress local) throws IOException {
        NetworkInterface found = NetworkInterface.getByInetAddress(local);
        if (found == null) {
            throw new IOException("no interface has the address " + local.getHostAddress());
        }
        return found.getMTU();
    }

    /**
     * Octets of the longest message.
     *
     * @param from the address that messages come from, null while nobody knows
     */
    int octets(@Nullable InetSocketAddress from) {
        if (from == null) {
            return least(UNKNOWN_PATH, "the way to it is not known yet");
        }
        InetAddress local = from.getAddress();
        try {
            int mtu = interfaces.mtu(local);
            int headers = local instanceof Inet6Address ? IPV6_AND_UDP : IPV4_AND_UDP;
            return least(
                    Math.max(UNKNOWN_PATH, mtu - headers),
                    "packets from " + local.getHostAddress() + " take no more than " + mtu + " with their headers");
        } catch (IOException e) {
            return least(UNKNOWN_PATH, String.valueOf(e.getMessage()));
        }
    }

    private int least(int fitting, String why) {
        int asked = collector.maxPacket();
        if (fitting < asked) {
            LOG.info("messages to collector {} have at most {} octets: {}", collector.target(), fitting, why);
        }
        return Math.min(asked, fitting);
    }
}
