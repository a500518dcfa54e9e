package vedette.decode;

import java.nio.ByteBuffer;
import vedette.net.EtherType;

/** ARP message for IPv4 over Ethernet (RFC 826), read once. IPv4 addresses stand in the low 32 bits of a long. */
public final class ArpMessage {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    /** Words that {@link #copyTo} writes. */
    public static final int WORDS = 5;

    private static final int LENGTH = 28;
    private static final int PROTOCOL_TYPE = 2;
    private static final int ADDRESS_LENGTHS = 4;
    private static final int ETHERNET_AND_IPV4 = 0x0604;
    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int SENDER_ADDRESS = 14;
    private static final int TARGET_MAC = 18;
    private static final int TARGET_ADDRESS = 24;

    private int operation;
    private long senderMac;
    private long senderAddress;
    private long targetMac;
    private long targetAddress;

    /** Whether a whole message about IPv4 over Ethernet lies at {@code offset}, which alone is read. */
    boolean wrap(ByteBuffer bytes, int offset, int end) {
        if (end - offset < LENGTH
                || (bytes.getShort(offset + PROTOCOL_TYPE) & 0xFFFF) != EtherType.IPV4
                || bytes.getShort(offset + ADDRESS_LENGTHS) != ETHERNET_AND_IPV4) {
            return false;
        }
        operation = bytes.getShort(offset + OPERATION) & 0xFFFF;
        senderMac = bytes.getLong(offset + SENDER_MAC) >>> 16;
        senderAddress = bytes.getInt(offset + SENDER_ADDRESS) & 0xFFFF_FFFFL;
        targetMac = bytes.getLong(offset + TARGET_MAC) >>> 16;
        targetAddress = bytes.getInt(offset + TARGET_ADDRESS) & 0xFFFF_FFFFL;
        return true;
    }

    /** Writes {@link #WORDS} words. */
    public void copyTo(long[] words, int at) {
        words[at] = operation;
        words[at + 1] = senderMac;
        words[at + 2] = senderAddress;
        words[at + 3] = targetMac;
        words[at + 4] = targetAddress;
    }

    /** Reads what {@link #copyTo} wrote. */
    public ArpMessage read(long[] words, int at) {
        operation = (int) words[at];
        senderMac = words[at + 1];
        senderAddress = words[at + 2];
        targetMac = words[at + 3];
        targetAddress = words[at + 4];
        return this;
    }

    /** {@link #REQUEST}, {@link #REPLY} or another number. */
    public int operation() {
        return operation;
    }

    public long senderMac() {
        return senderMac;
    }

    public long senderAddress() {
        return senderAddress;
    }

    public long targetMac() {
        return targetMac;
    }

    public long targetAddress() {
        return targetAddress;
    }
}
