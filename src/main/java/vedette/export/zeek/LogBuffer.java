package vedette.export.zeek;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import vedette.net.IpAddress;

/** Bytes of a log in the making. */
final class LogBuffer {
    private static final int FIRST_CAPACITY = 64 << 10;
    private static final int LONGEST_NUMBER = 20;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int NS_PER_MICRO = 1_000;
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    int length() {
        return length;
    }

    /** Hands over everything; it is gone whether or not that was written. */
    void writeTo(OutputStream out) throws IOException {
        int all = length;
        length = 0;
        out.write(bytes, 0, all);
    }

    void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    void put(byte[] text, int from, int count) {
        ensure(count);
        System.arraycopy(text, from, bytes, length, count);
        length += count;
    }

    /** Puts text that is known to be ASCII. */
    void ascii(CharSequence text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void number(long value) {
        ensure(LONGEST_NUMBER);
        if (value < 0) {
            bytes[length++] = '-';
        }
        int from = length;
        long rest = value;
        do {
            bytes[length++] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        for (int i = from, j = length - 1; i < j; i++, j--) {
            byte digit = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = digit;
        }
    }

    /** Seconds with six decimals, as Zeek writes times and intervals. */
    void seconds(long ns) {
        long micros = Math.floorDiv(ns + NS_PER_MICRO / 2, NS_PER_MICRO);
        if (micros < 0) {
            put('-');
        }
        number(Math.abs(micros / MICROS_PER_SECOND));
        put('.');
        int decimals = (int) Math.abs(micros % MICROS_PER_SECOND);
        for (int unit = MICROS_PER_SECOND / 10; unit > 0; unit /= 10) {
            put((char) ('0' + decimals / unit % 10));
        }
    }

    void address(int ipVersion, long hi, long lo) {
        ensure(IpAddress.MAX_TEXT_LENGTH);
        length = IpAddress.write(bytes, length, ipVersion, hi, lo);
    }

    void hexOctet(int value) {
        ensure(2);
        bytes[length++] = (byte) HEX.charAt(value >>> 4 & 0xF);
        bytes[length++] = (byte) HEX.charAt(value & 0xF);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
