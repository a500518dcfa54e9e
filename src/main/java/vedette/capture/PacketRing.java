package vedette.capture;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import vedette.net.LinkType;
import vedette.os.NetworkDevice;
import vedette.os.PacketFilterCompiler;
import vedette.os.PacketSocket;
import vedette.os.SystemCallException;

/**
 * One interface whose frames are read where the kernel has put them, in {@linkplain PacketBlocks blocks} of a ring, or several, that
 * it shares with the sensor (AF_PACKET, TPACKET_V3): no thread, no copy. An interface that is deleted is waited for, and captured from again once one
 * of its name is there.
 */
final class PacketRing implements LiveInterface {
    /** Name of this way in the configuration. */
    static final String WAY = "af-packet";

    private static final int MIN_BLOCK = 1 << 16;
    /** Octets of a block that are no frame's. */
    private static final int BLOCK_OVERHEAD = 512;

    private static final int RETURN = 0x06;

    private final String name;
    private final CaptureConfig config;
    private String filter;
    private final CaptureCounters counters;
    private final LivePoints points;
    private final RingGroup rings;

    private ObservationPoint point;
    private boolean stopping;
    private OptionalLong interfaceDropped = OptionalLong.empty();
    private @Nullable IOException failure;

    private PacketRing(String name, CaptureConfig config, LivePoints points, CaptureCounters counters)
            throws IOException {
        this.name = name;
        this.config = config;
        this.filter = config.filter();
        this.points = points;
        this.counters = counters;
        this.point = new ObservationPoint(name, NetworkDevice.index(name), LinkType.ETHERNET);
        this.rings = new RingGroup(config.rings(), config.snaplen(), counters);
        listen();
    }

    /** Whether what is asked for can be had this way: frames that begin with an Ethernet header, and no filter on tags. */
    static boolean isFor(String name, CaptureConfig config) {
        return hasEthernet(name) && !asksForTags(config.filter());
    }

    private static boolean hasEthernet(String name) {
        return System.getProperty("os.name", "").equals("Linux")
                && NetworkDevice.kind(name)
                        .filter(kind -> kind != NetworkDevice.Kind.OTHER)
                        .isPresent();
    }

    /** Whether it could not be opened because the kernel has no such socket, ring or option. */
    static boolean isUnknown(@Nullable Throwable cause) {
        return cause instanceof SystemCallException refused
                && switch (refused.errorNumber()) {
                    case SystemCallException.EINVAL,
                            SystemCallException.ENOPROTOOPT,
                            SystemCallException.EPROTONOSUPPORT,
                            SystemCallException.EAFNOSUPPORT -> true;
                    default -> false;
                };
    }

    /**
     * Opens an interface and begins to capture.
     *
     * @throws CaptureException if it cannot be captured from; the message says which, why and how to mend it
     * @throws IllegalArgumentException if the filter is none
     */
    static PacketRing open(String name, CaptureConfig config, LivePoints points, CaptureCounters counters)
            throws IOException {
        if (asksForTags(config.filter())) {
            throw LiveErrors.filterOnTags(name);
        }
        if (name.equals(InterfaceList.ANY) || NetworkDevice.index(name) > 0 && !hasEthernet(name)) {
            throw LiveErrors.notEthernet(name);
        }
        if (NetworkDevice.index(name) == 0) {
            throw LiveErrors.noSuchInterface(name, null);
        }
        if (!NetworkDevice.isUp(name)) {
            throw LiveErrors.isDown(name, null);
        }
        try {
            return new PacketRing(name, config, points, counters);
        } catch (SystemCallException e) {
            throw LiveErrors.cannotCapture(name, config.ringSize(), e);
        }
    }

    /**
     * Whether a filter may ask for VLAN tags, which the kernel takes out of the frames before its filter sees them: libpcap
     * alone knows how to ask for them then.
     */
    static boolean asksForTags(String filter) {
        return filter.matches("(?s).*\\bvlan\\b.*");
    }

    /** Small blocks, for after 10 ms one is handed over, and then takes its whole room, however few frames are in it. */
    static PacketSocket.Ring ring(CaptureConfig config) {
        int needed = Integer.highestOneBit(config.snaplen() + BLOCK_OVERHEAD - 1) << 1;
        int blockSize = Math.max(MIN_BLOCK, needed);
        return new PacketSocket.Ring(blockSize, (int) (config.ringSize() / config.rings() / blockSize), GATHERING_MS);
    }

    private void listen() throws IOException {
        RingGroup.Terms terms = new RingGroup.Terms(
                ring(config),
                NetworkDevice.kind(name).orElse(NetworkDevice.Kind.OTHER) == NetworkDevice.Kind.LOOPBACK,
                config.promiscuous(),
                point.index(),
                points.numberOf(point));
        rings.open(terms, program(filter));
        interfaceDropped = NetworkDevice.dropped(name);
    }

    private int[] program(String filter) throws CaptureException {
        if (filter.isBlank()) {
            return new int[] {RETURN, 0, 0, config.snaplen()};
        }
        try {
            return PacketFilterCompiler.compile(filter, LinkType.ETHERNET, config.snaplen());
        } catch (LinkageError e) {
            throw LiveErrors.libpcapMissing(e);
        } catch (IllegalArgumentException e) {
            throw LiveErrors.badFilter(filter, LiveErrors.text(e));
        }
    }

    @Override
    public void checkFilter(String filter) {
        if (asksForTags(filter)) {
            throw new IllegalArgumentException(
                    "a filter with vlan is libpcap's way alone, to which " + name + " turns with a restart only");
        }
        try {
            program(filter);
        } catch (CaptureException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public void filter(String filter) throws IOException {
        this.filter = filter;
        if (rings.isOpen() && !stopping) {
            rings.filter(program(filter));
        }
    }

    @Override
    public String way() {
        return WAY;
    }

    @Override
    public void start() {
        // The kernel has begun already.
    }

    @Override
    public ObservationPoint point() {
        return point;
    }

    @Override
    public void beginPoll(long timeNs) {
        rings.beginPoll(timeNs);
    }

    @Override
    public boolean isEmpty() {
        return rings.isEmpty();
    }

    @Override
    public long oldestTimestampNs() {
        return rings.frame().timestampNs();
    }

    @Override
    public void pollOne(FrameHandler handler) {
        try {
            handler.onFrame(rings.frame());
        } finally {
            rings.pass();
        }
    }

    @Override
    public long lagNs() {
        return rings.lagNs();
    }

    @Override
    public boolean hasEnded() {
        return stopping && rings.isDrained();
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public boolean isAbsent() {
        return !rings.isOpen();
    }

    @Override
    public void readStatistics() {
        try {
            if (rings.isOpen()) {
                count();
                if (rings.interfaceIndex(name) != point.index() && rings.isDrained()) {
                    rings.close();
                }
            } else if (!stopping) {
                lookForIt();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void count() throws IOException {
        PacketSocket.Statistics grown = rings.statistics();
        counters.kernelDropped.add(grown.dropped());
        counters.ringFreezes.add(grown.freezes());
        counters.ringFilled(rings.filled());
        countDroppedBefore();
    }

    /** By the interface or its driver, which are not always to be asked. */
    private void countDroppedBefore() {
        OptionalLong dropped = NetworkDevice.dropped(name);
        if (dropped.isPresent()) {
            long before = interfaceDropped.orElse(dropped.getAsLong());
            counters.interfaceDropped.add(Math.max(0, dropped.getAsLong() - before));
            interfaceDropped = dropped;
        }
    }

    /** An interface of the name may have come back, as another one with another index. */
    private void lookForIt() throws IOException {
        int index = NetworkDevice.index(name);
        if (index == 0 || !hasEthernet(name) || !NetworkDevice.isUp(name)) {
            return;
        }
        point = new ObservationPoint(name, index, LinkType.ETHERNET);
        try {
            listen();
        } catch (SystemCallException e) {
            if (!mayPass(e) && !(config.rings() > 1 && e.errorNumber() == SystemCallException.EINVAL)) {
                throw LiveErrors.cannotCapture(name, config.ringSize(), e);
            }
        }
    }

    /** Whether it is worth trying again in a second: the interface is gone once more, or something has run out. */
    private static boolean mayPass(SystemCallException refused) {
        return switch (refused.errorNumber()) {
            case SystemCallException.ENODEV,
                    SystemCallException.ENETDOWN,
                    SystemCallException.EMFILE,
                    SystemCallException.ENFILE,
                    SystemCallException.ENOMEM,
                    SystemCallException.ENOBUFS -> true;
            default -> false;
        };
    }

    @Override
    public void stop() {
        if (!stopping && rings.isOpen()) {
            try {
                rings.stop();
            } catch (SystemCallException e) {
                failure = e;
            }
        }
        stopping = true;
    }

    @Override
    public void close() {
        counters.ringDropped.add(rings.close());
    }
}
