package vedette.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import vedette.net.LinkType;
import vedette.os.PacketFilterCompiler;

/**
 * A filter in libpcap's language, compiled by libpcap and run here on frames where they lie. The machine is that of S.
 * McCanne and V. Jacobson, "The BSD Packet Filter" (1993): an accumulator, an index register and 16 words of scratch
 * memory, all unsigned. Not thread-safe; allocates nothing per frame.
 */
final class BpfFilter {
    private static final int SCRATCH_WORDS = 16;
    private static final int SNAPLEN = 262_144;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    /** Lower three bits of an instruction's code: its class. */
    private static final int CLASS = 0x07;

    private static final int LD = 0x00;
    private static final int LDX = 0x01;
    private static final int ST = 0x02;
    private static final int STX = 0x03;
    private static final int ALU = 0x04;
    private static final int JMP = 0x05;
    private static final int RET = 0x06;

    /** Of a load: from where. */
    private static final int MODE = 0xE0;

    private static final int ABS = 0x20;
    private static final int IND = 0x40;
    private static final int MEM = 0x60;
    private static final int LEN = 0x80;
    private static final int MSH = 0xA0;

    /** Of a load from the frame: how much. */
    private static final int SIZE = 0x18;

    private static final int HALF = 0x08;
    private static final int BYTE = 0x10;

    /** Of an operation or a jump: which. */
    private static final int OPERATION = 0xF0;

    private static final int ADD = 0x00;
    private static final int SUB = 0x10;
    private static final int MUL = 0x20;
    private static final int DIV = 0x30;
    private static final int OR = 0x40;
    private static final int AND = 0x50;
    private static final int LSH = 0x60;
    private static final int RSH = 0x70;
    private static final int NEG = 0x80;
    private static final int MOD = 0x90;
    private static final int XOR = 0xA0;

    private static final int JA = 0x00;
    private static final int JEQ = 0x10;
    private static final int JGT = 0x20;
    private static final int JGE = 0x30;

    /** Of an operation or a jump: whether its operand is the index register. */
    private static final int BY_X = 0x08;

    /** Of a return: whether it returns the accumulator. */
    private static final int RETURN_A = 0x10;

    /** Of the class that moves between the registers: whether from index register to accumulator. */
    private static final int TXA = 0x80;

    private final int[] program;
    private final int[] scratch = new int[SCRATCH_WORDS];
    private int a;
    private int x;

    /** Takes a program that libpcap's compiler made. */
    BpfFilter(int[] program) {
        this.program = program.clone();
    }

    /**
     * Compiles an expression for frames of one link type.
     *
     * @throws IllegalArgumentException if the expression is wrong, with libpcap's message
     * @throws IOException if libpcap cannot be loaded
     */
    static BpfFilter compile(String expression, int linkType) throws IOException {
        try {
            return new BpfFilter(PacketFilterCompiler.compile(expression, inLibpcap(linkType), SNAPLEN));
        } catch (LinkageError e) {
            throw LiveErrors.libpcapMissing(e);
        } catch (IllegalArgumentException e) {
            throw LiveErrors.badFilter(expression, LiveErrors.text(e));
        }
    }

    /** Files number some link types otherwise than libpcap does on this system. */
    private static int inLibpcap(int linkType) {
        return linkType == LinkType.RAW || linkType == LinkType.RAW_OPENBSD ? LinkType.RAW_BSD : linkType;
    }

    boolean passes(Frame frame) {
        return passes(frame.bytes(), frame.offset(), frame.capturedLength(), frame.originalLength());
    }

    /** Runs the program; a load beyond the captured octets and a division by zero turn the frame away. */
    boolean passes(ByteBuffer bytes, int offset, int capturedLength, long originalLength) {
        a = 0;
        x = 0;
        int pc = 0;
        while (true) {
            int code = program[pc];
            int k = program[pc + 3];
            boolean goesOn = true;
            switch (code & CLASS) {
                case LD -> goesOn = load(code, k, bytes, offset, capturedLength, (int) originalLength);
                case LDX -> goesOn = loadIndex(code, k, bytes, offset, capturedLength, (int) originalLength);
                case ST -> scratch[k] = a;
                case STX -> scratch[k] = x;
                case ALU -> goesOn = operate(code & OPERATION, (code & BY_X) == 0 ? k : x);
                case JMP -> pc += jump(pc, code, k) * PacketFilterCompiler.STRIDE;
                case RET -> {
                    return ((code & RETURN_A) == 0 ? k : a) != 0;
                }
                default -> move(code);
            }
            if (!goesOn) {
                return false;
            }
            pc += PacketFilterCompiler.STRIDE;
        }
    }

    private boolean load(int code, int k, ByteBuffer bytes, int offset, int length, int originalLength) {
        switch (code & MODE) {
            case ABS -> {
                return loadFrom(k & UNSIGNED, code & SIZE, bytes, offset, length);
            }
            case IND -> {
                return loadFrom((k & UNSIGNED) + (x & UNSIGNED), code & SIZE, bytes, offset, length);
            }
            case MEM -> a = scratch[k];
            case LEN -> a = originalLength;
            default -> a = k;
        }
        return true;
    }

    private boolean loadFrom(long at, int size, ByteBuffer bytes, int offset, int length) {
        int octets = size == BYTE ? 1 : size == HALF ? 2 : 4;
        if (at + octets > length) {
            return false;
        }
        int index = offset + (int) at;
        a = switch (size) {
            case BYTE -> bytes.get(index) & 0xFF;
            case HALF -> bytes.getShort(index) & 0xFFFF;
            default -> bytes.getInt(index);
        };
        return true;
    }

    private boolean loadIndex(int code, int k, ByteBuffer bytes, int offset, int length, int originalLength) {
        switch (code & MODE) {
            case MEM -> x = scratch[k];
            case LEN -> x = originalLength;
            case MSH -> {
                if ((k & UNSIGNED) >= length) {
                    return false;
                }
                x = (bytes.get(offset + k) & 0x0F) << 2; // the length of an IPv4 header
            }
            default -> x = k;
        }
        return true;
    }

    private boolean operate(int operation, int operand) {
        if ((operation == DIV || operation == MOD) && operand == 0) {
            return false;
        }
        a = switch (operation) {
            case ADD -> a + operand;
            case SUB -> a - operand;
            case MUL -> a * operand;
            case DIV -> Integer.divideUnsigned(a, operand);
            case MOD -> Integer.remainderUnsigned(a, operand);
            case OR -> a | operand;
            case AND -> a & operand;
            case XOR -> a ^ operand;
            case LSH -> (operand & UNSIGNED) < Integer.SIZE ? a << operand : 0;
            case RSH -> (operand & UNSIGNED) < Integer.SIZE ? a >>> operand : 0;
            case NEG -> -a;
            default -> throw new IllegalStateException("BPF operation " + operation);
        };
        return true;
    }

    /** How many instructions to skip; an unconditional jump may lead back, as that of {@code protochain}. */
    private int jump(int pc, int code, int k) {
        if ((code & OPERATION) == JA) {
            return k;
        }
        int operand = (code & BY_X) == 0 ? k : x;
        boolean taken = switch (code & OPERATION) {
            case JEQ -> a == operand;
            case JGT -> Integer.compareUnsigned(a, operand) > 0;
            case JGE -> Integer.compareUnsigned(a, operand) >= 0;
            default -> (a & operand) != 0;
        };
        return program[taken ? pc + 1 : pc + 2];
    }

    private void move(int code) {
        if ((code & TXA) == 0) {
            x = a;
        } else {
            a = x;
        }
    }
}
