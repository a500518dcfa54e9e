package vedette.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet socket of one interface, whose frames the kernel puts into a ring of blocks in memory that both share: version 3
 * of the kernel's ring (packet(7); Documentation/networking/packet_mmap). Needs CAP_NET_RAW. Linux only.
 *
 * <p>Not thread-safe. After {@link #close} the blocks are no memory of ours any more: whoever touches one then ends the
 * process.
 */
public final class PacketSocket implements AutoCloseable {
    /** Octets that are free before each frame's first one, so that a VLAN tag which the kernel took out can be put back. */
    public static final int HEADROOM = 4;

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int ETH_P_ALL = 3;

    private static final long SIOCGIFINDEX = 0x8933;

    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SO_ATTACH_FILTER = 26;

    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_FANOUT = 18;
    private static final int PACKET_RESERVE = 12;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int PACKET_MR_PROMISC = 1;
    private static final int TPACKET_V3 = 2;

    /** Frames of one flow, both ways, go to one socket. */
    private static final int PACKET_FANOUT_HASH = 0;
    /** And to another one if its ring is full. */
    private static final int PACKET_FANOUT_FLAG_ROLLOVER = 0x1000;
    /** What this machine sends is left out, whatever its sockets say. */
    private static final int PACKET_FANOUT_FLAG_IGNORE_OUTGOING = 0x4000;
    /** The kernel chooses the group's number. */
    private static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;

    private static final int GROUP_MASK = 0xFFFF;

    /** The kernel divides blocks by this, but lets frames of any length in. */
    private static final int FRAME_SIZE = 2048;

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;

    private static final int REQUEST_LENGTH = 28;
    private static final int ADDRESS_LENGTH = 20;
    private static final int MEMBERSHIP_LENGTH = 16;
    private static final int STATISTICS_LENGTH = 12;
    private static final int INSTRUCTION_BYTES = 8;

    static {
        Native.register(PacketSocket.class, "c");
    }

    /**
     * How large the ring is.
     *
     * @param blockSize octets of a block, a power of two and at least a page
     * @param blocks how many
     * @param gatherMs after so long a block is handed over even if it is not full
     */
    public record Ring(int blockSize, int blocks, int gatherMs) {}

    /** What happened since the last look. Frames that were dropped are among those that came. */
    public record Statistics(long came, long dropped, long freezes) {}

    private final int descriptor;
    private final Memory statistics = new Memory(STATISTICS_LENGTH);
    private final IntByReference length = new IntByReference();
    private final IntByReference value = new IntByReference();
    private List<ByteBuffer> blocks = List.of();
    private @Nullable Pointer mapping;
    private long mapped;
    private boolean closed;

    private PacketSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens a socket that gets nothing yet: {@link #bind} begins. In between no frame of another interface can slip in.
     *
     * @throws SystemCallException if there is no right to capture, no memory for the ring, or no such ring in the kernel
     */
    public static PacketSocket open(Ring ring) throws SystemCallException {
        PacketSocket opened;
        try {
            opened = new PacketSocket(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
        } catch (LastErrorException e) {
            throw failed("socket", e);
        }
        try {
            opened.set(PACKET_VERSION, TPACKET_V3, "PACKET_VERSION");
            opened.set(PACKET_RESERVE, HEADROOM, "PACKET_RESERVE");
            opened.map(ring);
            return opened;
        } catch (SystemCallException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private void map(Ring ring) throws SystemCallException {
        try (Memory request = new Memory(REQUEST_LENGTH)) {
            request.clear();
            request.setInt(0, ring.blockSize());
            request.setInt(4, ring.blocks());
            request.setInt(8, FRAME_SIZE);
            request.setInt(12, ring.blockSize() / FRAME_SIZE * ring.blocks());
            request.setInt(16, ring.gatherMs());
            set(SOL_PACKET, PACKET_RX_RING, request, REQUEST_LENGTH, "PACKET_RX_RING");
        }
        mapped = (long) ring.blockSize() * ring.blocks();
        Pointer memory;
        try {
            memory = mmap(Pointer.NULL, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        } catch (LastErrorException e) {
            throw failed("mmap", e);
        }
        mapping = memory;
        List<ByteBuffer> all = new ArrayList<>();
        for (int i = 0; i < ring.blocks(); i++) {
            all.add(memory.getByteBuffer((long) i * ring.blockSize(), ring.blockSize())
                    .order(ByteOrder.nativeOrder()));
        }
        blocks = List.copyOf(all);
    }

    /** The ring's blocks, in the order in which the kernel fills them. */
    public List<ByteBuffer> blocks() {
        return blocks;
    }

    /**
     * Lets only those frames in, and only so much of them, that a BPF program passes.
     *
     * @param program as {@link PacketFilterCompiler} makes it
     */
    public void filter(int[] program) throws SystemCallException {
        int instructions = program.length / PacketFilterCompiler.STRIDE;
        try (Memory code = new Memory((long) instructions * INSTRUCTION_BYTES);
                Memory header = new Memory(2L * Native.POINTER_SIZE)) {
            for (int i = 0; i < instructions; i++) {
                long to = (long) i * INSTRUCTION_BYTES;
                int from = i * PacketFilterCompiler.STRIDE;
                code.setShort(to, (short) program[from]);
                code.setByte(to + 2, (byte) program[from + 1]);
                code.setByte(to + 3, (byte) program[from + 2]);
                code.setInt(to + 4, program[from + 3]);
            }
            header.clear();
            header.setShort(0, (short) instructions);
            header.setPointer(Native.POINTER_SIZE, code);
            set(SOL_SOCKET, SO_ATTACH_FILTER, header, (int) header.size(), "SO_ATTACH_FILTER");
        }
    }

    /** Leaves out what this machine sends: on loopback each frame would come twice. */
    public void ignoreOutgoing() throws SystemCallException {
        set(PACKET_IGNORE_OUTGOING, 1, "PACKET_IGNORE_OUTGOING");
    }

    /** Takes frames in that are addressed to others, until the socket is closed. */
    public void promiscuous(int interfaceIndex) throws SystemCallException {
        try (Memory membership = new Memory(MEMBERSHIP_LENGTH)) {
            membership.clear();
            membership.setInt(0, interfaceIndex);
            membership.setShort(4, (short) PACKET_MR_PROMISC);
            set(SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership, MEMBERSHIP_LENGTH, "PACKET_ADD_MEMBERSHIP");
        }
    }

    /** From here on frames of the interface come in. */
    public void bind(int interfaceIndex) throws SystemCallException {
        try (Memory address = new Memory(ADDRESS_LENGTH)) {
            address.clear();
            address.setShort(0, (short) AF_PACKET);
            address.setByte(3, (byte) ETH_P_ALL); // in network byte order
            address.setInt(4, interfaceIndex);
            bind(descriptor, address, ADDRESS_LENGTH);
        } catch (LastErrorException e) {
            throw failed("bind", e);
        }
    }

    /**
     * From here on each frame comes to one of these sockets only, which are bound to the same interface.
     *
     * @param ignoresOutgoing whether what this machine sends is left out
     */
    public static void fanOut(List<PacketSocket> sockets, boolean ignoresOutgoing) throws SystemCallException {
        int type = PACKET_FANOUT_HASH
                | PACKET_FANOUT_FLAG_ROLLOVER
                | (ignoresOutgoing ? PACKET_FANOUT_FLAG_IGNORE_OUTGOING : 0);
        PacketSocket first = sockets.get(0);
        first.set(PACKET_FANOUT, (type | PACKET_FANOUT_FLAG_UNIQUEID) << Short.SIZE, "PACKET_FANOUT");
        int group = first.get(SOL_PACKET, PACKET_FANOUT, "PACKET_FANOUT") & GROUP_MASK;
        for (PacketSocket socket : sockets.subList(1, sockets.size())) {
            socket.set(PACKET_FANOUT, type << Short.SIZE | group, "PACKET_FANOUT");
        }
    }

    /** What the socket counted since the last call, which begins its counting anew. */
    public Statistics statistics() throws SystemCallException {
        length.setValue(STATISTICS_LENGTH);
        try {
            getsockopt(descriptor, SOL_PACKET, PACKET_STATISTICS, statistics, length.getPointer());
        } catch (LastErrorException e) {
            throw failed("PACKET_STATISTICS", e);
        }
        return new Statistics(unsigned(0), unsigned(4), unsigned(8));
    }

    private long unsigned(int at) {
        return statistics.getInt(at) & 0xFFFF_FFFFL;
    }

    /** The ifIndex of an interface, 0 if there is none of that name: asked through this socket, for want of another to be had. */
    public int interfaceIndex(String name) throws SystemCallException {
        try (Memory request = NetworkDevice.request(name)) {
            ioctl(descriptor, SIOCGIFINDEX, request);
            return request.getInt(NetworkDevice.NAME_LENGTH);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == SystemCallException.ENODEV) {
                return 0;
            }
            throw failed("SIOCGIFINDEX", e);
        }
    }

    /** The error that has befallen the socket since the last call, 0 for none: {@code ENETDOWN} if the interface went. */
    public int takeError() throws SystemCallException {
        return get(SOL_SOCKET, SO_ERROR, "SO_ERROR");
    }

    /** Ends capture and gives the ring back. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        blocks = List.of();
        if (mapping != null) {
            munmap(mapping, mapped);
        }
        close(descriptor);
    }

    private void set(int option, int value, String name) throws SystemCallException {
        try (Memory memory = new Memory(Integer.BYTES)) {
            memory.setInt(0, value);
            set(SOL_PACKET, option, memory, Integer.BYTES, name);
        }
    }

    private int get(int level, int option, String name) throws SystemCallException {
        length.setValue(Integer.BYTES);
        try {
            getsockopt(descriptor, level, option, value.getPointer(), length.getPointer());
            return value.getValue();
        } catch (LastErrorException e) {
            throw failed(name, e);
        }
    }

    private void set(int level, int option, Pointer value, int length, String name) throws SystemCallException {
        try {
            setsockopt(descriptor, level, option, value, length);
        } catch (LastErrorException e) {
            throw failed(name, e);
        }
    }

    private static SystemCallException failed(String call, LastErrorException e) {
        return new SystemCallException(call, e.getErrorCode());
    }

    private static native int socket(int domain, int type, int protocol) throws LastErrorException;

    private static native int setsockopt(int descriptor, int level, int option, Pointer value, int length)
            throws LastErrorException;

    private static native int getsockopt(int descriptor, int level, int option, Pointer value, Pointer length)
            throws LastErrorException;

    private static native int bind(int descriptor, Pointer address, int length) throws LastErrorException;

    private static native int ioctl(int descriptor, long command, Pointer argument) throws LastErrorException;

    private static native Pointer mmap(
            @Nullable Pointer address, long length, int protection, int flags, int descriptor, long offset)
            throws LastErrorException;

    private static native int munmap(Pointer address, long length);

    private static native int close(int descriptor);
}
