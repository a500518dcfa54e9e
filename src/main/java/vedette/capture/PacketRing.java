package vedette.capture;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.net.LinkType;
import vedette.os.NetworkDevice;
import vedette.os.PacketFilterCompiler;
import vedette.os.PacketSocket;
import vedette.os.SystemCallException;

/**
 * One interface whose frames are read where the kernel has put them, in blocks of a ring that it shares with the sensor
 * (AF_PACKET, TPACKET_V3): no thread, no copy. An interface that is deleted is waited for, and captured from again once one
 * of its name is there.
 */
final class PacketRing implements LiveInterface {
    /** Name of this way in the configuration. */
    static final String WAY = "af-packet";

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    // struct tpacket_block_desc with tpacket_hdr_v1 (linux/if_packet.h).
    private static final int BLOCK_STATUS = 8;
    private static final int BLOCK_FRAMES = 12;
    private static final int BLOCK_FIRST_FRAME = 16;

    /** Block status: it is the kernel's. */
    private static final int TO_KERNEL = 0;
    /** Block status: it is ours. */
    private static final int TO_USER = 1;
    /** Block status: frames were dropped since the block before. */
    private static final int LOSING = 4;

    // struct tpacket3_hdr.
    private static final int NEXT = 0;
    private static final int SECONDS = 4;
    private static final int NANOSECONDS = 8;
    private static final int CAPTURED_LENGTH = 12;
    private static final int ORIGINAL_LENGTH = 16;
    private static final int FRAME_STATUS = 20;
    private static final int FRAME_OFFSET = 24;
    private static final int TAG = 32;
    private static final int TAG_TYPE = 36;

    /** Frame status: the kernel took a VLAN tag out of it. */
    private static final int HAS_TAG = 1 << 4;
    /** Frame status: and says of which type. */
    private static final int HAS_TAG_TYPE = 1 << 6;
    /** Frame status: it is several of the link's, merged or not yet cut. */
    private static final int MERGED = 1 << 8;

    private static final int DOT1Q = 0x8100;
    private static final int ADDRESSES_LENGTH = 12;

    private static final int MIN_BLOCK = 1 << 16;
    /** Octets of a block that are no frame's. */
    private static final int BLOCK_OVERHEAD = 512;

    private static final int RETURN = 0x06;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final String name;
    private final CaptureConfig config;
    private final CaptureCounters counters;
    private final LivePoints points;
    private final Frame frame = new Frame();

    private @Nullable PacketSocket socket;
    private ByteBuffer[] blocks = {};
    private ByteBuffer[] frames = {};
    private ObservationPoint point;
    private int number;
    private int block;
    private int at;
    private long left;
    private boolean ready;
    private boolean stopping;
    private long interfaceDropped;
    private @Nullable IOException failure;

    private PacketRing(String name, CaptureConfig config, LivePoints points, CaptureCounters counters)
            throws IOException {
        this.name = name;
        this.config = config;
        this.points = points;
        this.counters = counters;
        this.point = new ObservationPoint(name, NetworkDevice.index(name), LinkType.ETHERNET);
        listen();
        number = points.numberOf(point);
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
        return new PacketSocket.Ring(blockSize, (int) (config.ringSize() / blockSize), GATHERING_MS);
    }

    private void listen() throws IOException {
        PacketSocket opened = PacketSocket.open(ring(config));
        try {
            opened.filter(program());
            if (NetworkDevice.kind(name).orElse(NetworkDevice.Kind.OTHER) == NetworkDevice.Kind.LOOPBACK) {
                opened.ignoreOutgoing();
            }
            if (config.promiscuous()) {
                opened.promiscuous(point.index());
            }
            opened.bind(point.index());
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
        take(opened);
    }

    private void take(PacketSocket opened) {
        List<ByteBuffer> all = opened.blocks();
        blocks = all.toArray(ByteBuffer[]::new);
        frames = all.stream()
                .map(each -> each.duplicate().order(ByteOrder.BIG_ENDIAN))
                .toArray(ByteBuffer[]::new);
        block = 0;
        left = 0;
        interfaceDropped = NetworkDevice.dropped(name);
        socket = opened;
    }

    private int[] program() throws IOException {
        if (config.filter().isBlank()) {
            return new int[] {RETURN, 0, 0, config.snaplen()};
        }
        try {
            return PacketFilterCompiler.compile(config.filter(), LinkType.ETHERNET, config.snaplen());
        } catch (LinkageError e) {
            throw LiveErrors.libpcapMissing(e);
        } catch (IllegalArgumentException e) {
            throw LiveErrors.badFilter(config.filter(), LiveErrors.text(e));
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
    public boolean isEmpty() {
        return !ready && !prepare();
    }

    @Override
    public long oldestTimestampNs() {
        return frame.timestampNs();
    }

    @Override
    public void pollOne(FrameHandler handler) {
        try {
            handler.onFrame(frame);
        } finally {
            pass();
        }
    }

    /** Makes {@link #frame} the next one; false if there is none. */
    private boolean prepare() {
        if (left == 0 && !takeBlock()) {
            return false;
        }
        read();
        ready = true;
        return true;
    }

    /** Takes the next block if the kernel has handed it over. */
    private boolean takeBlock() {
        if (socket == null) {
            return false;
        }
        ByteBuffer next = blocks[block];
        int status = (int) INT.getAcquire(next, BLOCK_STATUS);
        if ((status & TO_USER) == 0) {
            return false;
        }
        if ((status & LOSING) != 0) {
            counters.losingBlocks.increment();
        }
        left = next.getInt(BLOCK_FRAMES) & UNSIGNED;
        at = next.getInt(BLOCK_FIRST_FRAME);
        frame.buffer(frames[block]);
        if (left == 0) {
            release();
        }
        return left > 0;
    }

    private void release() {
        INT.setRelease(blocks[block], BLOCK_STATUS, TO_KERNEL);
        block = block + 1 == blocks.length ? 0 : block + 1;
    }

    /** The frame has been dealt with. */
    private void pass() {
        ready = false;
        at += blocks[block].getInt(at + NEXT);
        if (--left == 0) {
            release();
        }
    }

    private void read() {
        ByteBuffer header = blocks[block];
        int status = header.getInt(at + FRAME_STATUS);
        int offset = at + (header.getShort(at + FRAME_OFFSET) & 0xFFFF);
        int captured = header.getInt(at + CAPTURED_LENGTH);
        long original = header.getInt(at + ORIGINAL_LENGTH) & UNSIGNED;
        if ((status & HAS_TAG) != 0 && captured >= ADDRESSES_LENGTH) {
            offset = putTagBack(offset, header.getInt(at + TAG), tagType(header, status));
            captured = Math.min(captured + PacketSocket.HEADROOM, config.snaplen());
            original += PacketSocket.HEADROOM;
        }
        if ((status & MERGED) != 0) {
            counters.merged.increment();
        }
        long timestampNs = (header.getInt(at + SECONDS) & UNSIGNED) * NS_PER_S + header.getInt(at + NANOSECONDS);
        frame.set(offset, captured, original, timestampNs, LinkType.ETHERNET, number);
    }

    private int tagType(ByteBuffer header, int status) {
        return (status & HAS_TAG_TYPE) == 0 ? DOT1Q : header.getShort(at + TAG_TYPE);
    }

    /** Moves the addresses to the front and puts the tag behind them. Returns where the frame begins now. */
    private int putTagBack(int offset, int tag, int type) {
        ByteBuffer bytes = frames[block];
        int begin = offset - PacketSocket.HEADROOM;
        bytes.putLong(begin, bytes.getLong(offset));
        bytes.putInt(begin + Long.BYTES, bytes.getInt(offset + Long.BYTES));
        bytes.putShort(begin + ADDRESSES_LENGTH, (short) type);
        bytes.putShort(begin + ADDRESSES_LENGTH + Short.BYTES, (short) tag);
        return begin;
    }

    @Override
    public boolean hasEnded() {
        return stopping && isEmpty();
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public boolean isAbsent() {
        return socket == null;
    }

    @Override
    public void readStatistics() {
        try {
            if (socket != null) {
                count(socket);
                if (NetworkDevice.index(name) != point.index() && isEmpty()) {
                    letGo();
                }
            } else if (!stopping) {
                lookForIt();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void count(PacketSocket open) throws IOException {
        PacketSocket.Statistics grown = open.statistics();
        counters.kernelDropped.add(grown.dropped());
        counters.ringFreezes.add(grown.freezes());
        long dropped = NetworkDevice.dropped(name);
        counters.interfaceDropped.add(Math.max(0, dropped - interfaceDropped));
        interfaceDropped = dropped;
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
            number = points.numberOf(point);
        } catch (SystemCallException e) {
            if (e.errorNumber() != SystemCallException.ENODEV && e.errorNumber() != SystemCallException.ENETDOWN) {
                throw LiveErrors.cannotCapture(name, config.ringSize(), e);
            }
        }
    }

    /** From here on the kernel takes no frame in, so that there is an end. */
    @Override
    public void stop() {
        if (!stopping && socket != null) {
            try {
                socket.filter(new int[] {RETURN, 0, 0, 0});
            } catch (SystemCallException e) {
                failure = e;
            }
        }
        stopping = true;
    }

    private void letGo() {
        if (socket != null) {
            socket.close();
            socket = null;
            blocks = new ByteBuffer[0];
            frames = new ByteBuffer[0];
        }
    }

    @Override
    public void close() {
        while (!isEmpty()) {
            counters.ringDropped.increment();
            pass();
        }
        letGo();
    }
}
