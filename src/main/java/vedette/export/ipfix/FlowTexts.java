package vedette.export.ipfix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import vedette.content.Field;
import vedette.content.Findings;

/**
 * The texts of one record, each of which says its own length (RFC 7011 §7), cut so that the record fits into a message. Made once and
 * used again and again.
 */
final class FlowTexts {
    /** A longer text would need two octets more to say how long it is. */
    private static final int LONGEST = 254;

    private static final int MOST_TEXTS = 8;
    private static final byte[] NOTHING = {};

    private final byte[][] texts = new byte[MOST_TEXTS][];
    private int count;
    private int next;

    void clear() {
        count = 0;
        next = 0;
    }

    void add(String text) {
        texts[count++] = text.isEmpty() ? NOTHING : utf8(text, LONGEST);
    }

    /** The first of the fields that there is something of. */
    void add(Findings findings, Field... fields) {
        String text = "";
        for (int i = 0; i < fields.length && text.isEmpty(); i++) {
            String found = findings.text(fields[i]);
            text = found == null ? "" : found;
        }
        add(text);
    }

    /**
     * Cuts the longest until all fit.
     *
     * @param room octets there are, at least one for each text
     * @return octets that they take
     */
    int fit(int room) {
        int octets = octets();
        while (octets > room) {
            int longest = longest();
            int most = Math.max(0, texts[longest].length - (octets - room));
            texts[longest] = utf8(texts[longest], Math.max(most, texts[longest].length / 2));
            octets = octets();
        }
        return octets;
    }

    private int octets() {
        int octets = count;
        for (int i = 0; i < count; i++) {
            octets += texts[i].length;
        }
        return octets;
    }

    private int longest() {
        int longest = 0;
        for (int i = 1; i < count; i++) {
            if (texts[i].length > texts[longest].length) {
                longest = i;
            }
        }
        return longest;
    }

    /** Writes the next of them, in the order in which they were added. */
    void putNext(ByteBuffer out) {
        byte[] text = texts[next++];
        out.put((byte) text.length).put(text);
    }

    private static byte[] utf8(String text, int most) {
        return utf8(text.getBytes(StandardCharsets.UTF_8), most);
    }

    /** Whole characters as far as they fit. */
    static byte[] utf8(byte[] octets, int most) {
        int end = Math.min(octets.length, most);
        while (end < octets.length && end > 0 && (octets[end] & 0xC0) == 0x80) {
            end--;
        }
        return end == octets.length ? octets : Arrays.copyOf(octets, end);
    }
}
