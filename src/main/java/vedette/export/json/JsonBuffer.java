package vedette.export.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import vedette.export.file.PieceOutput;
import vedette.net.IpAddress;

/** Bytes of JSON text in the making: numbers, times and addresses are written without an object in between. */
final class JsonBuffer {
    private static final int FIRST_CAPACITY = 64 << 10;
    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_TIME = 32;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final char REPLACEMENT = '\uFFFD';
    private static final byte[] HEX = ascii("0123456789abcdef");

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /** The day whose date the digits below spell. */
    private long day = Long.MIN_VALUE;

    private final byte[] date = ascii("0000-00-00T");

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    /** Hands over everything as one piece; it is gone whether or not that was written. */
    boolean writeTo(PieceOutput out) throws IOException {
        int piece = length;
        length = 0;
        return out.write(bytes, 0, piece);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void put(byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    /** Puts text that is known to be printable ASCII and needs no escape. */
    void text(CharSequence ascii) {
        int end = ascii.length();
        ensure(end);
        for (int i = 0; i < end; i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    void number(long value) {
        ensure(LONGEST_NUMBER);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
        } else {
            rest = -rest;
        }
        int end = length + digits(rest);
        length = end;
        do {
            bytes[--end] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
    }

    /** How many digits a number has that is not positive: there is one more of these than of the others. */
    private static int digits(long negative) {
        int digits = 1;
        long rest = negative / 10;
        while (rest != 0) {
            digits++;
            rest /= 10;
        }
        return digits;
    }

    /** Two hexadecimal digits. */
    void hexOctet(int value) {
        ensure(2);
        bytes[length++] = HEX[value >>> 4 & 0xF];
        bytes[length++] = HEX[value & 0xF];
    }

    void address(int ipVersion, long hi, long lo) {
        ensure(IpAddress.MAX_TEXT_LENGTH);
        length = IpAddress.write(bytes, length, ipVersion, hi, lo);
    }

    /** RFC 3339 in UTC: microseconds, or nanoseconds where the time has any. */
    void time(long ns) {
        ensure(LONGEST_TIME);
        long second = Math.floorDiv(ns, NANOS_PER_SECOND);
        int fraction = (int) Math.floorMod(ns, NANOS_PER_SECOND);
        spell(Math.floorDiv(second, SECONDS_PER_DAY));
        put(date);
        int ofDay = (int) Math.floorMod(second, SECONDS_PER_DAY);
        decimal(ofDay / 3600, 2);
        bytes[length++] = ':';
        decimal(ofDay / 60 % 60, 2);
        bytes[length++] = ':';
        decimal(ofDay % 60, 2);
        bytes[length++] = '.';
        if (fraction % 1000 == 0) {
            decimal(fraction / 1000, 6);
        } else {
            decimal(fraction, 9);
        }
        bytes[length++] = 'Z';
    }

    private void decimal(int value, int digits) {
        decimal(bytes, length, value, digits);
        length += digits;
    }

    private static void decimal(byte[] target, int at, int value, int digits) {
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * Turns days since 1970 into a date of the Gregorian calendar, counting years from March so that a leap day comes
     * last and months follow one rule.
     */
    private void spell(long newDay) {
        if (newDay == day) {
            return;
        }
        day = newDay;
        long since0000March = newDay + 719_468;
        long era = Math.floorDiv(since0000March, 146_097);
        int dayOfEra = Math.floorMod(since0000March, 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = (int) (400 * era) + yearOfEra + (month <= 2 ? 1 : 0);
        decimal(date, 0, year, 4);
        decimal(date, 5, month, 2);
        decimal(date, 8, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2);
    }

    /** A JSON string in quotes; whatever is not printable ASCII is escaped, half a character replaced. */
    void string(String text) {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                character(c);
                character(text.charAt(++i));
            } else {
                character(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        put('"');
    }

    private void character(char c) {
        if (c == '"' || c == '\\') {
            put('\\');
            put(c);
        } else if (c >= ' ' && c < 0x7F) {
            put(c);
        } else {
            put('\\');
            put('u');
            hexOctet(c >>> 8);
            hexOctet(c);
        }
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
