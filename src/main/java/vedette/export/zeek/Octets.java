package vedette.export.zeek;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import vedette.content.Findings;

/** A text as it was on the wire: octets that may be UTF-8 or anything else. Filled again and again. */
final class Octets {
    private static final int CASE = 'a' - 'A';

    private byte[] octets = new byte[256];
    private int length;

    Octets of(Findings findings, int entry) {
        length = findings.length(entry);
        ensure();
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) findings.octet(entry, i);
        }
        return this;
    }

    Octets of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    Octets of(byte[] text) {
        length = text.length;
        ensure();
        System.arraycopy(text, 0, octets, 0, length);
        return this;
    }

    private void ensure() {
        if (octets.length < length) {
            octets = Arrays.copyOf(octets, length);
        }
    }

    /** The same with small letters. */
    Octets lowerCase() {
        for (int i = 0; i < length; i++) {
            if (octets[i] >= 'A' && octets[i] <= 'Z') {
                octets[i] = (byte) (octets[i] + CASE);
            }
        }
        return this;
    }

    /** The same up to what ends it. */
    Octets cutTo(int count) {
        length = count;
        return this;
    }

    int length() {
        return length;
    }

    int at(int index) {
        return octets[index] & 0xFF;
    }

    byte[] bytes() {
        return octets;
    }

    boolean is(String ascii) {
        if (length != ascii.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (octets[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many octets from there on are one character of UTF-8 (RFC 3629) that is no control character and ends no line; 0 if
     * they are none.
     */
    int character(int index) {
        int first = at(index);
        if (first < 0x80) {
            return first >= ' ' && first != 0x7F ? 1 : 0;
        }
        int count = first >= 0xC2 && first < 0xE0
                ? 2
                : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
        if (count == 0 || index + count > length) {
            return 0;
        }
        int codePoint = first & 0xFF >> count + 1;
        for (int i = 1; i < count; i++) {
            if ((at(index + i) & 0xC0) != 0x80) {
                return 0;
            }
            codePoint = codePoint << 6 | at(index + i) & 0x3F;
        }
        return isShown(codePoint, count) ? count : 0;
    }

    private static boolean isShown(int codePoint, int count) {
        boolean shortest = codePoint >= (count == 2 ? 0x80 : count == 3 ? 0x800 : 0x10000);
        boolean control = codePoint < 0xA0 || codePoint == 0x2028 || codePoint == 0x2029;
        boolean surrogate = codePoint >= 0xD800 && codePoint < 0xE000;
        return shortest && !control && !surrogate && codePoint <= Character.MAX_CODE_POINT;
    }
}
