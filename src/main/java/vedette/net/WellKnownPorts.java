package vedette.net;

/**
 * Ports at which services wait: the well-known ports (RFC 6335) but those of 512 to 1023 that clients also bind, and the
 * common registered ones below 32768, where clients' own ports begin. A hint about who serves whom, no more.
 */
public final class WellKnownPorts {
    private static final int ALL_BELOW = 512;

    private static final int[] OTHERS = {
        512, 513, 514, 515, 520, 521, 523, 540, 543, 544, 546, 547, 548, 554, 563, 585, 587, 593, 614, 623, 631, 636,
        646, 691, 749, 750, 853, 860, 873, 902, 989, 990, 992, 993, 994, 995, 1080, 1194, 1433, 1434, 1521, 1645, 1646,
        1701, 1719, 1720, 1723, 1812, 1813, 1883, 1900, 1935, 2049, 2055, 2123, 2152, 2181, 2375, 2376, 2379, 2380,
        2404, 2811, 3128, 3205, 3260, 3268, 3269, 3306, 3389, 3478, 3479, 3544, 3690, 3868, 4222, 4500, 4739, 4789,
        4840, 5060, 5061, 5222, 5223, 5269, 5349, 5353, 5355, 5432, 5671, 5672, 5683, 5684, 5900, 5985, 5986, 6081,
        6343, 6379, 6443, 6514, 6653, 6666, 6667, 6668, 6669, 6697, 7547, 8000, 8008, 8080, 8081, 8086, 8333, 8443,
        8883, 8888, 9042, 9092, 9100, 9200, 9300, 9418, 11211, 20000, 25565, 27017,
    };

    private static final long[] BITS = bits();

    private WellKnownPorts() {}

    public static boolean contains(int port) {
        return (BITS[port >>> 6] & 1L << port) != 0;
    }

    /** Whether no client binds the port. */
    public static boolean isOfServicesAlone(int port) {
        return port > 0 && port < ALL_BELOW;
    }

    private static long[] bits() {
        long[] bits = new long[(1 << 16) / Long.SIZE];
        for (int port = 1; port < ALL_BELOW; port++) {
            add(bits, port);
        }
        for (int port : OTHERS) {
            add(bits, port);
        }
        return bits;
    }

    private static void add(long[] bits, int port) {
        bits[port >>> 6] |= 1L << port;
    }
}
