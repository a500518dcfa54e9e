package vedette.content;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What parsers write down of one flow: fields with their octets. Bounded: a longer text is cut at {@link #LONGEST}, and what has no
 * room within {@link #CAPACITY} is left out; either is marked. Used again and again; not thread-safe.
 */
final class Notes {
    /** The most octets of a text. */
    static final int LONGEST = 255;

    /** The most octets of a flow, with two more for each field. */
    static final int CAPACITY = 1024;

    /** The most texts of one field. */
    static final int MOST_TEXTS = 16;

    private static final int HEAD = 2;

    private final byte[] octets = new byte[CAPACITY];
    private int length;
    private int kept;
    private boolean truncated;
    private @Nullable Service service;
    private @Nullable Service before;
    private final byte[] digits = new byte[20];

    /** Begins with what is known of a flow. */
    void begin(Findings known) {
        length = known.copyTo(octets);
        kept = length;
        truncated = known.isTruncated();
        service = null;
        before = known.service();
    }

    /** Forgets what was noted since it began: it was another protocol. */
    void takeBack() {
        length = kept;
        service = null;
    }

    /** What the other side has been found to speak, or null. */
    @Nullable
    Service before() {
        return before;
    }

    void service(Service found) {
        service = found;
    }

    @Nullable
    Service service() {
        return service;
    }

    boolean isTruncated() {
        return truncated;
    }

    void markTruncated() {
        truncated = true;
    }

    int length() {
        return length;
    }

    byte[] octets() {
        return octets;
    }

    /** Notes octets of the payload; those that are not there are left out. */
    void text(Field field, Payload payload, int at, int octetCount) {
        int there = Math.max(0, Math.min(octetCount, payload.length() - at));
        int to = room(field, there);
        if (to >= 0) {
            payload.copy(at, length - to, octets, to);
        }
    }

    void text(Field field, byte[] from, int at, int octetCount) {
        int to = room(field, octetCount);
        if (to >= 0) {
            System.arraycopy(from, at, octets, to, length - to);
        }
    }

    /** Notes a text of ASCII. */
    void text(Field field, String ascii) {
        int to = room(field, ascii.length());
        for (int i = 0; to >= 0 && to + i < length; i++) {
            octets[to + i] = (byte) ascii.charAt(i);
        }
    }

    void number(Field field, long value) {
        long rest = Math.max(0, value);
        int at = digits.length;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        text(field, digits, at, digits.length - at);
    }

    /** Where the field's octets go, up to {@link #length}; -1 if they have no room, or there are none, or it is known already. */
    @SuppressWarnings("EnumOrdinal") // Never leaves the process.
    private int room(Field field, int wanted) {
        if (wanted <= 0 || isFull(field)) {
            return -1;
        }
        int count = Math.min(wanted, LONGEST);
        truncated |= count < wanted;
        if (HEAD + count > CAPACITY - length) {
            truncated = true;
            return -1;
        }
        octets[length] = (byte) field.ordinal();
        octets[length + 1] = (byte) count;
        int at = length + HEAD;
        length = at + count;
        return at;
    }

    private boolean isFull(Field field) {
        boolean several = field.kind() == Field.Kind.TEXTS;
        int most = several ? MOST_TEXTS : 1;
        boolean full = count(field) >= most;
        truncated |= full && several;
        return full;
    }

    @SuppressWarnings("EnumOrdinal")
    private int count(Field field) {
        int count = 0;
        for (int at = 0; at < length; at += HEAD + (octets[at + 1] & 0xFF)) {
            if (octets[at] == field.ordinal()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }
}
