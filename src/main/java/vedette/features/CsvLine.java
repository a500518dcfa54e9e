package vedette.features;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import vedette.net.IpAddress;

/**
 * A line of CSV (RFC 4180) in the making. What is not defined is empty; there is no other way to say so, for a number is always finite.
 * Text that a spreadsheet would take for a formula gets an apostrophe before it. Not thread-safe.
 */
final class CsvLine {
    private static final String HEX = "0123456789abcdef";
    private static final String LIVE = "=+-@\t\r";
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int NS_DIGITS = 9;
    private static final int DIGITS = 6;
    private static final double SCALE = 1e6;
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();
    private boolean first = true;
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    private StringBuilder next() {
        if (!first) {
            text.append(',');
        }
        first = false;
        return text;
    }

    /** An empty field. */
    void none() {
        next();
    }

    void number(long value) {
        next().append(value);
    }

    void flag(boolean value) {
        next().append(value ? '1' : '0');
    }

    /** Words of the sensor's own. */
    void word(String value) {
        next().append(value);
    }

    /** Words of others. */
    void foreign(String value) {
        String safe = !value.isEmpty() && LIVE.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quoted =
                safe.chars().anyMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r');
        next().append(quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe);
    }

    /** To six digits. What is not finite is not defined. */
    void decimal(double value) {
        if (!Double.isFinite(value)) {
            none();
            return;
        }
        long scaled = Math.round(value * SCALE);
        fixed(scaled, DIGITS, 1_000_000);
    }

    /** Nanoseconds as seconds, exactly. */
    void seconds(long ns) {
        fixed(ns, NS_DIGITS, NS_PER_S);
    }

    /** A number of units, so many of which make one; without zeros at the end. */
    private void fixed(long units, int digits, long one) {
        next();
        if (units < 0) {
            text.append('-');
        }
        text.append(Math.abs(units / one));
        long fraction = Math.abs(units % one);
        if (fraction == 0) {
            return;
        }
        String part = Long.toString(one + fraction).substring(1);
        int end = digits;
        while (part.charAt(end - 1) == '0') {
            end--;
        }
        text.append('.').append(part, 0, end);
    }

    /** RFC 3339 in UTC with nanoseconds. */
    void time(long ns) {
        long whole = Math.floorDiv(ns, NS_PER_S);
        if (whole != second) {
            second = whole;
            secondText = SECOND.format(Instant.ofEpochSecond(whole));
        }
        String fraction = Long.toString(NS_PER_S + Math.floorMod(ns, NS_PER_S)).substring(1);
        next().append(secondText).append('.').append(fraction).append('Z');
    }

    void address(int ipVersion, long hi, long lo) {
        next().append(IpAddress.text(ipVersion, hi, lo));
    }

    /** As {@code MacAddress} spells it. */
    void mac(long mac) {
        next();
        for (int shift = 40; shift >= 0; shift -= Byte.SIZE) {
            appendHex((int) (mac >>> shift));
            text.append(shift == 0 ? "" : ":");
        }
    }

    void hexOctet(int value) {
        next();
        appendHex(value);
    }

    private void appendHex(int octet) {
        text.append(HEX.charAt(octet >>> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
    }

    /** What is written next stands at the beginning of a line, whatever was written before. */
    void begin() {
        first = true;
    }

    /** What is written next stands in the midst of a line. */
    void goOn() {
        first = false;
    }

    /** What has been written so far; another line begins, or the same goes on. */
    byte[] take() {
        byte[] bytes = text.toString().getBytes(UTF_8);
        text.setLength(0);
        return bytes;
    }

    /** Ends the line. */
    void end() {
        text.append("\r\n");
        first = true;
    }
}
