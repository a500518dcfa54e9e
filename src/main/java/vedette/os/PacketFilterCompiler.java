package vedette.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * libpcap's compiler of filter expressions. Any use throws a {@link LinkageError} where libpcap cannot be loaded.
 * Thread-safe; not for the packet path.
 */
public final class PacketFilterCompiler {
    /** Ints that an instruction takes: its code, the two jumps, and the operand {@code k}. */
    public static final int STRIDE = 4;

    private static final int OPTIMIZE = 1;
    private static final int NETMASK_UNKNOWN = -1;
    private static final int INSTRUCTION_BYTES = 8;

    static {
        String library = System.getProperty("org.pcap4j.core.pcapLibName", "pcap");
        Native.register(PacketFilterCompiler.class, NativeLibrary.getInstance(library));
    }

    private PacketFilterCompiler() {}

    /**
     * Compiles a filter for frames of one link type.
     *
     * @param linkType as libpcap numbers it
     * @param snaplen what the program returns for a frame that passes; it returns 0 for one that does not
     * @return the instructions of a BPF program, {@link #STRIDE} ints each
     * @throws IllegalArgumentException if the expression is wrong, with libpcap's message
     */
    public static synchronized int[] compile(String expression, int linkType, int snaplen) {
        Pointer handle = pcap_open_dead(linkType, snaplen);
        if (handle == null) {
            throw new IllegalArgumentException("libpcap knows no link type " + linkType);
        }
        // struct bpf_program: the number of instructions, and where they are.
        try (Memory program = new Memory(2L * Native.POINTER_SIZE)) {
            program.clear();
            if (pcap_compile(handle, program, expression, OPTIMIZE, NETMASK_UNKNOWN) != 0) {
                throw new IllegalArgumentException(pcap_geterr(handle));
            }
            try {
                return copy(program.getPointer(Native.POINTER_SIZE), program.getInt(0));
            } finally {
                pcap_freecode(program);
            }
        } finally {
            pcap_close(handle);
        }
    }

    private static int[] copy(Pointer instructions, int count) {
        int[] copy = new int[count * STRIDE];
        for (int i = 0; i < count; i++) {
            long from = (long) i * INSTRUCTION_BYTES;
            copy[i * STRIDE] = instructions.getShort(from) & 0xFFFF;
            copy[i * STRIDE + 1] = instructions.getByte(from + 2) & 0xFF;
            copy[i * STRIDE + 2] = instructions.getByte(from + 3) & 0xFF;
            copy[i * STRIDE + 3] = instructions.getInt(from + 4);
        }
        return copy;
    }

    private static native Pointer pcap_open_dead(int linkType, int snaplen);

    private static native int pcap_compile(
            Pointer handle, Pointer program, String expression, int optimize, int netmask);

    private static native String pcap_geterr(Pointer handle);

    private static native void pcap_freecode(Pointer program);

    private static native void pcap_close(Pointer handle);
}
